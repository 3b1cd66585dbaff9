/**
 * What a pool's thread loads. It imports the worker, rather than be the worker, because the pool requires what it
 * loads, and Node (20) may crash as a whole when a thread is ended while it requires an ES module.
 */
const worker = import('./worker.js');

export = async (task: never): Promise<unknown> => (await worker).default(task);
