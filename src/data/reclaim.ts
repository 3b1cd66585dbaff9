/** Gives the memory of dropped tables back in time: V8 does not count shared memory, and so would not look for it. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes of tables between two collections: few enough to keep the process small, so many that they cost little. */
const BYTES_PER_COLLECTION = 128 * 2 ** 20;

let bytesSince = 0;
let collect: (() => void) | undefined;

function garbageCollector(): () => void {
  try {
    // Contexts that are made from here on have the function; those that are there do not change.
    setFlagsFromString('--expose-gc');
    const gc: unknown = runInNewContext('gc');
    if (typeof gc === 'function') return () => gc();
  } catch {
    // Other engines collect when they see fit.
  }
  return () => {};
}

/** Notes that a table takes `bytes` of shared memory, which may be dropped some day. */
export function noteTable(bytes: number): void {
  bytesSince += bytes;
}

/** Frees tables that nobody refers to, if there were many since the last time. Call it before more memory is taken. */
export function reclaimTables(): void {
  if (bytesSince < BYTES_PER_COLLECTION) return;
  bytesSince = 0;
  collect ??= garbageCollector();
  collect();
}
