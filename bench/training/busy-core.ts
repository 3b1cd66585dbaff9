/** Keeps all cores but one busy, and the contestant to two of which one is: as beside another process on two cores. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

/** Computes until its parent is gone, however that ended. */
const SPIN = `const parent = process.ppid;
  while (process.ppid === parent) for (let i = 0; i < 1e8; i++);`;

/** `taskset` is Linux's. */
const canPin = (): boolean => spawnSync('taskset', ['-c', '0,1', 'true']).status === 0;

export interface BusyCore {
  /** Words before the contestant's command. */
  readonly prefix: readonly string[];
  /** How it was done, for people. */
  readonly description: string;
  end(): void;
}

/** Starts processes that compute without end. End it in any case. */
export function keepCoreBusy(cores: number): BusyCore {
  const pinned = canPin();
  const count = pinned ? 1 : Math.max(1, cores - 1);
  const spin = ['-e', SPIN];
  const spinners: ChildProcess[] = Array.from({ length: count }, () =>
    pinned
      ? spawn('taskset', ['-c', '1', process.execPath, ...spin], { stdio: 'ignore' })
      : spawn(process.execPath, spin, { stdio: 'ignore' }),
  );
  const end = () => {
    process.off('exit', end);
    for (const spinner of spinners) spinner.kill('SIGKILL');
  };
  process.once('exit', end);
  return {
    prefix: pinned ? ['taskset', '-c', '0,1'] : [],
    description: pinned
      ? 'A process computes without end on core 1; the contestants run on cores 0 and 1 (`taskset`).'
      : `${count} processes compute without end, on a machine of ${cores} cores.`,
    end,
  };
}
