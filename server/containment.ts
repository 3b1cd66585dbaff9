/** What the code of one API throws with nobody to catch it, or asks of the process, does not end the others. */
import { traceOf } from '../src/runtime/index.js';
import { printingLog } from './log/index.js';

/**
 * Keeps this process running when an API's code throws in a timer, leaves a rejection unhandled, or calls
 * `process.exit` or `process.abort`: the API's log says so. Whose code runs is known by its async context.
 * @param end called with an error that belongs to no API
 */
export function containApis(end: (error: unknown) => void): void {
  process.on('uncaughtException', (error: unknown) => {
    const log = printingLog();
    if (log === undefined) end(error);
    else log.printed('error', `nothing caught this error: ${traceOf(error)}`);
  });
  const { exit, abort } = process;
  const refuse = (name: string) => {
    if (printingLog() !== undefined) throw new Error(`${name}() would end the server of all APIs`);
  };
  process.exit = (code) => {
    refuse('process.exit');
    return exit.call(process, code);
  };
  process.abort = () => {
    refuse('process.abort');
    return abort.call(process);
  };
}
