/** Prints an error as the command line shows it: a line for each thing that a user can correct, a trace for our own faults. */
import { CambiumError } from '../errors.js';
import { traceOf } from '../runtime/index.js';

/** One line without control characters: a message may quote a stranger's file, which must not steer the terminal. */
function oneLine(text: string): string {
  // Trimmed line by line: one expression for blanks around line ends looks at a long run of blanks once a blank.
  const lines = text.split(/[\r\n]+/);
  const parts = lines.map((line, i) =>
    i === 0 ? line.trimEnd() : i === lines.length - 1 ? line.trimStart() : line.trim(),
  );
  const told = parts.filter((part, i) => part !== '' || i === 0 || i === parts.length - 1);
  return told.join(' ').replace(/\p{Cc}/gu, '\uFFFD');
}

/**
 * Sets the exit status 1, too.
 * @param byOptions whether the command's own options say what is done, rather than a project's code and files
 */
export function reportError(error: unknown, byOptions = false): void {
  process.exitCode = 1;
  if (error instanceof CambiumError) {
    const all = error.errors.length > 0 ? error.errors : [error];
    for (const one of all) {
      process.stderr.write(`error: ${oneLine(byOptions ? one.describe() : one.message)}
`);
    }
  } else if (error instanceof Error && 'code' in error && 'syscall' in error) {
    process.stderr.write(`error: ${oneLine(error.message)}\n`);
  } else {
    process.stderr.write(`internal error, please report it: ${traceOf(error)}\n`);
  }
}
