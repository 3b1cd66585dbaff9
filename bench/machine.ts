/** Says on which machine, and with which versions, figures were taken. */
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../src/runtime/index.js';

export interface Machine {
  readonly cores: number;
  /** For people: processor, cores, memory, system, Node. */
  readonly description: string;
  /** What else runs, when it is enough to spoil figures: timings of threads are then worth little. */
  readonly busy?: string;
}

export function machine(): Machine {
  const cores = availableParallelism();
  const processor = cpus()[0]?.model.trim() || 'unknown processor';
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const system = `${platform()} ${process.arch}`;
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  const load = loadavg()[0] ?? 0;
  return {
    cores,
    description: `${processor}, ${cores} cores, ${memory}, ${system}, Node ${process.versions.node}, Cambium ${version}`,
    ...(load > cores / 4 ? { busy: `other work was under way (load ${load.toFixed(1)})` } : {}),
  };
}
