/** Gives the memory of dropped tables back in time: V8 does not count shared memory, and so would not look for it. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes handed out between two collections: few enough to keep the process small, so many that they cost little. */
const BYTES_PER_COLLECTION = 128 * 2 ** 20;

let handedOut = 0;
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

/** Notes that `bytes` more of shared memory will be used; frees what nobody refers to when much has come together. */
export function noteSharedMemory(bytes: number): void {
  handedOut += bytes;
  if (handedOut < BYTES_PER_COLLECTION) return;
  handedOut = 0;
  collect ??= garbageCollector();
  collect();
}
