/** Runs one contestant once, in a process of its own, within a limit of time. */
import { spawn } from 'node:child_process';
import type { Job, Outcome } from './job.js';

export interface Limits {
  readonly seconds: number;
  /** Words to put before the command, such as `taskset -c 0,1`. */
  readonly prefix?: readonly string[];
}

/** An outcome, or why there is none. */
export type Attempt = Outcome | { readonly failure: string };

/** The most of a child's output that is kept: its last line is what counts. */
const KEPT = 64_000;

/** A line of a complaint that says most: Python's last, or ours. */
function gist(complaint: string): string {
  const lines = complaint
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const line = lines.findLast((text) => /error/i.test(text)) ?? lines.at(-1) ?? 'it said nothing';
  return line.replace(/^error: /, '').slice(0, 240);
}

function isOutcome(value: unknown): value is Outcome {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Record<string, unknown>;
  return ['total', 'binning', 'cpuSeconds', 'peakBytes'].every((key) =>
    Number.isFinite(record[key]),
  );
}

export async function runContestant(
  command: readonly string[],
  job: Job,
  limits: Limits,
): Promise<Attempt> {
  const [program, ...args] = [...(limits.prefix ?? []), ...command, JSON.stringify(job)];
  const threads = String(job.parameters['num_threads'] ?? 1);
  const child = spawn(program as string, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, OMP_NUM_THREADS: threads, PYTHONDONTWRITEBYTECODE: '1' },
  });
  let output = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-KEPT);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-KEPT);
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, limits.seconds * 1000);
  // Ctrl-C leaves no contestant behind.
  const abandon = () => child.kill('SIGKILL');
  process.once('exit', abandon);
  try {
    const ended = await new Promise<{ code: number | null; signal: string | null }>(
      (resolve, reject) => {
        child.once('error', reject);
        child.once('close', (code, signal) => resolve({ code, signal }));
      },
    );
    if (late) return { failure: `took more than ${limits.seconds} s` };
    if (ended.signal !== null) return { failure: `killed by ${ended.signal}` };
    if (ended.code !== 0) return { failure: gist(complaint) };
    const outcome: unknown = JSON.parse(output.trim().split('\n').at(-1) ?? '');
    return isOutcome(outcome) ? outcome : { failure: 'its last line is no outcome' };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
    process.off('exit', abandon);
  }
}
