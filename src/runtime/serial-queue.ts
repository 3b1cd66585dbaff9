/** Runs tasks one after another, in the order in which they were asked for. */
export class SerialQueue {
  readonly #onDone: (() => void) | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #length = 0;

  /** @param onDone called after each task, also one that failed */
  constructor(onDone?: () => void) {
    this.#onDone = onDone;
  }

  /** Whether a task runs or waits. */
  get isBusy(): boolean {
    return this.#length > 0;
  }

  /** Runs a task after all that were asked for before it, whether or not they failed. */
  run<T>(task: () => T | Promise<T>): Promise<T> {
    this.#length++;
    const done = this.#last.then(task).finally(() => {
      this.#length--;
      this.#onDone?.();
    });
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Resolves when the tasks asked for so far are done. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
