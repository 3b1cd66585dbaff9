/** npm start explains itself and refuses what it does not know, before it builds or runs anything. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/runtime/index.js';

const start = (...args: string[]) =>
  spawnSync(process.execPath, [join(packageRoot, 'scripts/start.mjs'), ...args], {
    encoding: 'utf8',
  });

test('--help names every option', () => {
  const { status, stdout, stderr } = start('--help');
  expect(status).toBe(0);
  expect(stderr).toBe('');
  for (const option of ['--rows', '--seed', '--exit', '--help']) expect(stdout).toContain(option);
});

test.each([
  [['--rosw', '3'], "error: Unknown option '--rosw' (npm start -- --help)\n"],
  [['trips'], "error: Unexpected argument 'trips' (npm start -- --help)\n"],
  [['--rows', '12.5'], 'error: --rows takes a whole number of at least 1000, not "12.5"\n'],
  [['--rows', '10'], 'error: --rows takes a whole number of at least 1000, not "10"\n'],
  [['--rows', '1e6'], 'error: --rows takes a whole number of at least 1000, not "1e6"\n'],
  [['--seed', 'x'], 'error: --seed takes a whole number of at least 0, not "x"\n'],
])('%j is one line and status 1', (args, message) => {
  const { status, stdout, stderr } = start(...args);
  expect(stderr).toBe(message);
  expect(stdout).toBe('');
  expect(status).toBe(1);
});
