import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkOutput, PartialFile, unwritable, writeAtomically } from '../../src/runtime/index.js';

const folder = mkdtempSync(join(tmpdir(), 'cambium-output-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string) => join(folder, name);
writeFileSync(file('data.csv'), 'a\n1\n');
mkdirSync(file('folder'));

test('new files and older ones may be written', () => {
  for (const name of ['new.csv', 'data.csv', 'none/below.csv']) {
    expect(() => checkOutput(file(name), [file('other.csv')])).not.toThrow();
  }
});

test('an input is not written over, by whatever path', () => {
  symlinkSync(file('data.csv'), file('link.csv'));
  linkSync(file('data.csv'), file('hard.csv'));
  const message = /would be written over, but is read/;
  for (const path of [file('data.csv'), file('folder/../data.csv'), file('link.csv')]) {
    expect(() => checkOutput(path, [file('x.csv'), file('data.csv')])).toThrow(message);
    expect(() => checkOutput(file('data.csv'), [path])).toThrow(message);
  }
  // A rename leaves the other names of a file's content as they are.
  expect(() => checkOutput(file('hard.csv'), [file('data.csv')])).not.toThrow();
});

test('no folder, device or part of a path is replaced', () => {
  expect(() => checkOutput(file('folder'))).toThrow(/folder is a folder: name a file/);
  expect(() => checkOutput('')).toThrow(/has no name/);
  expect(() => checkOutput(file('data.csv/x'))).toThrow(/a part of its path is a file/);
});

test('why a file cannot be written is said in words, for errors of Node and of libraries', () => {
  const say = (error: Error) => (unwritable('x.csv', error) as Error).message;
  const coded = (code: string, syscall: string) => Object.assign(new Error('?'), { code, syscall });
  expect(say(coded('ENOSPC', 'write'))).toBe('x.csv cannot be written: the disk is full');
  expect(say(coded('ENOENT', 'mkdir'))).toBe('x.csv cannot be written: its folder cannot be made');
  const text = 'IO Error: Could not write file "x.csv.1-1.partial": No space left on device';
  expect(say(new Error(text))).toBe('x.csv cannot be written: the disk is full');
  expect(say(new Error('else\nmore'))).toBe('x.csv cannot be written: else');
});

test('a name that is too long is an error, and nothing is left to remove', async () => {
  const write = writeAtomically(file('x'.repeat(250)), async (partial) => {
    await writeFile(partial, '');
  });
  await expect(write).rejects.toThrow(/cannot be written: its name is too long/);
});

test.skipIf(process.platform === 'win32')('every writer looks', () => {
  const message = /is a device or a pipe/;
  expect(() => new PartialFile('/dev/null')).toThrow(message);
});
