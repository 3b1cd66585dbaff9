/** Commands that end before they are done: by a signal, or by code of a project that they run. */

let reason =
  'ended before it was done: some code called process.exit(), or waits for what never comes';

function complain(): void {
  process.exitCode = 1;
  process.stderr.write(`error: ${reason}\n`);
}

/** From now on the end of the process is a failure, until the function that this gives is called. */
export function expectEnd(): () => void {
  process.once('exit', complain);
  return () => process.off('exit', complain);
}

/** Ends the process as a failure with one line. */
export function endEarly(why: string): never {
  reason = why;
  process.exit(1);
}

/** What tells work that the user has asked it to stop. Call `done` when there is nothing left to stop. */
export interface Interruption {
  readonly signal: AbortSignal;
  done(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Catches the first Ctrl-C, `kill` or closed terminal; the next one ends the process at once. */
export function interruption(onInterrupt: () => void = () => {}): Interruption {
  const stop = new AbortController();
  const done = () => {
    for (const name of SIGNALS) process.off(name, interrupt);
  };
  const interrupt = () => {
    done();
    stop.abort();
    onInterrupt();
  };
  for (const name of SIGNALS) process.once(name, interrupt);
  return { signal: stop.signal, done };
}
