/** Trainings whose tables lie in one shared memory follow each other: each frees what it has put behind the tables. */
import type { ColumnMemory } from '../../../data/index.js';
import { SerialQueue } from '../../../runtime/serial-queue.js';

const queues = new WeakMap<ColumnMemory, SerialQueue>();

/** Runs `work` when all that was asked for before has ended, well or not. */
export function alone<T>(memory: ColumnMemory, work: () => Promise<T>): Promise<T> {
  const queue = queues.get(memory) ?? new SerialQueue();
  queues.set(memory, queue);
  return queue.run(work);
}
