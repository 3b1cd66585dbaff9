/** A folder to train in, made for each test, and the command that is run there. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { parseModel } from '../../../src/boosting/index.js';
import { command } from '../../../src/cli/commands/train.js';
import { built } from '../../../src/runtime/index.js';
import { fixturePath } from '../../boosting/support/fixtures.js';

export let folder: string;
export const home = process.cwd();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cambium-train-'));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

export const cambium = built('src/cli/main.js');
export const taxi = fixturePath('regression', 'train.csv');

export function train(...args: string[]) {
  const options = { cwd: folder, encoding: 'utf8' as const };
  return spawnSync(process.execPath, [cambium, 'train', ...args], options);
}

/** The same in this process, without a word. Starting one for each call takes longer than the training. */
export const call = (...args: string[]) =>
  command().parseAsync([...args, '--verbosity', '-1'], { from: 'user' });

export const read = (name: string) => readFileSync(join(folder, name), 'utf8');
export const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
export const modelOf = (name: string) => parseModel(read(name), name);

/** A table of a line, with a class and a text. */
export function writeLine(name: string, rows: number, first = 0) {
  const lines = Array.from({ length: rows }, (_, row) => {
    const x = (row * 37) % 101;
    return `${row},${x},${x % 7},name ${row % 5},${x > 50 ? 1 : 0},${2 * x + first}`;
  });
  write(name, `id,x,m,who,late,y\n${lines.join('\n')}\n`);
}
