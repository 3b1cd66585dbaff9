/** Runs changes one after another, in the order in which they were asked for. */
export class ChangeQueue {
  readonly #onDone: () => void;
  #last: Promise<unknown> = Promise.resolve();
  #length = 0;

  /** @param onDone called after each change, also one that failed. */
  constructor(onDone: () => void) {
    this.#onDone = onDone;
  }

  /** Whether a change is under way or waits. */
  get isBusy(): boolean {
    return this.#length > 0;
  }

  /** Runs a change after all that were asked for before it, whether or not they failed. */
  run<T>(change: () => Promise<T>): Promise<T> {
    this.#length++;
    const done = this.#last.then(change).finally(() => {
      this.#length--;
      this.#onDone();
    });
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Resolves when the changes asked for so far are done. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
