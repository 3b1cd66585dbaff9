/** Contestants are processes: their last line counts, and their failures are told, not thrown. */
import { expect, test } from 'vitest';
import type { Job } from '../../../bench/training/job.js';
import { runContestant } from '../../../bench/training/run-contestant.js';

const job: Job = { folder: '/nowhere', parameters: { num_threads: 3 } };
const node = (script: string) => [process.execPath, '-e', script, '--'];
const run = (script: string, seconds = 30) => runContestant(node(script), job, { seconds });

test('the outcome is the last line of what it prints', async () => {
  const script = `console.log('hello');
    const { parameters } = JSON.parse(process.argv.at(-1));
    const cpuSeconds = Number(process.env.OMP_NUM_THREADS) + parameters.num_threads;
    console.log(JSON.stringify({ total: 2, binning: 1, cpuSeconds, peakBytes: 5 }));`;
  expect(await run(script)).toEqual({ total: 2, binning: 1, cpuSeconds: 6, peakBytes: 5 });
});

test('a failure is told by the line that names it', async () => {
  expect(await run('throw new RangeError("too far")')).toEqual({ failure: 'RangeError: too far' });
  expect(await run('process.exit(3)')).toEqual({ failure: 'it said nothing' });
  const odd = { failure: 'its last line is no outcome' };
  expect(await run('console.log(JSON.stringify({ total: 1 }))')).toEqual(odd);
  expect(await run('process.kill(process.pid, "SIGSEGV")')).toEqual({
    failure: 'killed by SIGSEGV',
  });
});

test('a contestant that does not end is ended', async () => {
  expect(await run('for (;;);', 1)).toEqual({ failure: 'took more than 1 s' });
});

test('a command that there is not is a failure', async () => {
  const attempt = await runContestant(['/no/such/program'], job, { seconds: 5 });
  expect(attempt).toMatchObject({ failure: expect.stringContaining('ENOENT') });
});
