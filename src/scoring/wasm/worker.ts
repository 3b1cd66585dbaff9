/** A scoring thread: its own instance of the module over the scorer's memory. */
import { workerData } from 'node:worker_threads';
import { type TransformOptions, transformOf } from '../transform.js';
import { instantiateScoring } from './module.js';
import { scoreBlocks, type Work } from './work.js';

export interface ScoringWorkerData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly transform: TransformOptions;
}

const data = workerData as ScoringWorkerData;
const exports = instantiateScoring(data.module, data.memory);
const transform = transformOf(data.transform);

export default function work(task: Work): void {
  scoreBlocks(exports, data.memory, task, transform);
}
