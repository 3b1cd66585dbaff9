/** Trainings whose tables lie in one shared memory follow each other: each frees what it has put behind the tables. */
import type { ColumnMemory } from '../../../data/index.js';

const ends = new WeakMap<ColumnMemory, Promise<unknown>>();

/** Runs `work` when all that was asked for before has ended, well or not. */
export function alone<T>(memory: ColumnMemory, work: () => Promise<T>): Promise<T> {
  const before = ends.get(memory);
  const own = before === undefined ? work() : before.then(work);
  const end = own.then(
    () => {},
    () => {},
  );
  ends.set(memory, end);
  return own;
}
