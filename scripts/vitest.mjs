// Runs vitest as a child process and counts its tests from its own JSON report.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './lib.mjs';

/**
 * Runs tests with the terminal's own streams.
 * @param args of `vitest run`: files, options.
 * @returns how many passed, failed and were skipped, as {@link countTests} says, and the seconds it took.
 */
export async function test(args, { node = process.execPath, environment = process.env } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'cambium-vitest-'));
  const report = join(folder, 'report.json');
  const started = performance.now();
  const child = spawn(
    node,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...args,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: root, env: environment, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const stop = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
  const status = await new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
  for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop);
  const seconds = (performance.now() - started) / 1000;
  const result = countTests(report, status);
  rmSync(folder, { recursive: true, force: true });
  return { ...result, seconds };
}

/**
 * Counts the tests of a JSON report of vitest's that ended with `status`. A file that does not load, an
 * error outside tests, and a missing report count as failed: `failed` is 0 only when all is well.
 */
export function countTests(path, status) {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(path, 'utf8'));
  const broken = report.testResults.filter(
    ({ status: file, assertionResults }) =>
      file === 'failed' && assertionResults.every((one) => one.status !== 'failed'),
  );
  const failed = report.numFailedTests + broken.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && status !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
