import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RotatingFile } from '../../../server/log/index.js';
import { temporaryFolder } from '../serve.js';

describe('RotatingFile', () => {
  it('keeps files below a size, and a few old ones', async () => {
    const path = join(temporaryFolder(), 'a.log');
    const file = new RotatingFile(path, { maxBytes: 100, keep: 2 });
    for (let i = 0; i < 10; i++) {
      file.write(`${i} ${'x'.repeat(57)}\n`);
      await file.flush();
    }
    expect(readFileSync(path, 'utf8')).toMatch(/^9 x+\n$/);
    expect(readFileSync(`${path}.1`, 'utf8')).toMatch(/^8 x+\n$/);
    expect(readFileSync(`${path}.2`, 'utf8')).toMatch(/^7 x+\n$/);
    expect(existsSync(`${path}.3`)).toBe(false);
  });

  it('goes on where it stopped, and writes the last words at once', async () => {
    const path = join(temporaryFolder(), 'a.log');
    new RotatingFile(path).write('lost\n');
    const first = new RotatingFile(path);
    first.write('one\n');
    first.flushSync();
    const second = new RotatingFile(path);
    second.write('two\n');
    await Promise.all([second.flush(), second.flush()]);
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
  });

  it('survives a folder that is gone', async () => {
    const file = new RotatingFile(join(temporaryFolder(), 'no', 'a.log'));
    file.write('x\n');
    await file.flush();
    file.write('y\n');
    file.flushSync();
  });

  it('counts what it drops when the disk is too slow', async () => {
    const path = join(temporaryFolder(), 'a.log');
    const file = new RotatingFile(path);
    for (let i = 0; i < 10; i++) file.write('x'.repeat(2 ** 20));
    await file.flush();
    expect(readFileSync(path, 'utf8')).toMatch(/5 lines were lost: the disk is too slow/);
  });
});
