/** The lock of a home: one holder at a time, whoever dies in between. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withLock } from '../../../../deploy/local/client/lock.js';
import { built } from '../../../../src/runtime/index.js';
import { temporaryFolder } from '../../../server/serve.js';

/** A process that takes the lock `rounds` times, and notes in a file when it has it and when no more. */
function contender(lock: string, log: string, rounds: number, die: boolean) {
  const code = `
    import { appendFileSync } from 'node:fs';
    import { withLock } from ${JSON.stringify(built('deploy/local/client/lock.js'))};
    for (let i = 0; i < ${rounds}; i++) {
      await withLock(${JSON.stringify(lock)}, async () => {
        appendFileSync(${JSON.stringify(log)}, 'in ' + process.pid + '\\n');
        await new Promise((resolve) => setTimeout(resolve, 2));
        if (${die} && i === ${rounds - 1}) process.kill(process.pid, 'SIGKILL');
        appendFileSync(${JSON.stringify(log)}, 'out ' + process.pid + '\\n');
      });
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' });
  return new Promise<void>((resolve) => child.once('exit', () => resolve()));
}

test('of many processes one holds it at a time, also when holders are killed', async () => {
  const folder = temporaryFolder();
  const [lock, log] = [join(folder, 'turn'), join(folder, 'log')];
  writeFileSync(log, '');
  await Promise.all(Array.from({ length: 8 }, (_, i) => contender(lock, log, 5, i % 2 === 0)));
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  let holder = '';
  const killed = new Set<string>();
  for (const line of lines) {
    const [word, pid = ''] = line.split(' ');
    if (word === 'in') {
      // Only a process that was killed leaves without a word.
      if (holder !== '') killed.add(holder);
      expect(killed.has(pid)).toBe(false);
      holder = pid;
    } else {
      expect(pid).toBe(holder);
      holder = '';
    }
  }
  if (holder !== '') killed.add(holder);
  expect(killed.size).toBe(4);
  expect(lines.filter((line) => line.startsWith('in'))).toHaveLength(40);
  expect(readdirSync(lock)).toHaveLength(1);
});

test('a process with the number of a dead holder is not taken for it', async () => {
  const lock = join(temporaryFolder(), 'turn');
  mkdirSync(lock);
  // This very process, but started at another time.
  writeFileSync(join(lock, `held ${process.pid} 1 nonce`), '');
  expect(await withLock(lock, async () => readdirSync(lock).length)).toBe(1);
  expect(readdirSync(lock)).toEqual(['free']);
});

test('an action that fails frees it', async () => {
  const lock = join(temporaryFolder(), 'turn');
  const failing = withLock(lock, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await withLock(lock, async () => 'yes')).toBe('yes');
});
