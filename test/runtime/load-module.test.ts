/** Users' modules: fresh after every edit, compiled once, and loaded where nothing can be written. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadModule } from '../../src/runtime/index.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cambium-load-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const value = async (path: string, modules = {}) => (await loadModule(path, modules)).exports['x'];

const compiled = () => readdirSync(join(folder, '.cambium/modules')).sort();

test('compiled modules are kept in the project, and an edited one is compiled anew', async () => {
  write('cambium.yml', '');
  write('src/other.ts', 'export const y: number = 1;');
  const path = write('src/deep/module.ts', `import { y } from '../other.js'; export const x = y;`);
  expect(await value(path)).toBe(1);
  expect(readFileSync(join(folder, '.cambium/.gitignore'), 'utf8')).toBe('*\n');
  const names = compiled();
  expect(names).toHaveLength(2);

  // What is kept is what is run.
  const kept = join(folder, '.cambium/modules', names.find((name) => name.includes('other')) ?? '');
  writeFileSync(kept, readFileSync(kept, 'utf8').replace('= 1', '= 7'));
  expect(await value(path)).toBe(7);

  write('src/other.ts', 'export const y: number = 2;');
  expect(await value(path)).toBe(2);
  expect(compiled()).toEqual(names);
});

test('a kept module that was cut short is compiled anew', async () => {
  write('cambium.yml', '');
  const path = write(
    'src/module.ts',
    'export const x: number = 1; export const text = "long enough";',
  );
  expect(await value(path)).toBe(1);
  const kept = join(folder, '.cambium/modules', compiled()[0] as string);
  writeFileSync(kept, readFileSync(kept, 'utf8').slice(0, 20));
  expect(await value(path)).toBe(1);
});

test('gets the modules that are given, whatever an earlier load was given', async () => {
  write('cambium.yml', '');
  const path = write('src/module.ts', `import { z } from 'given'; export const x: number = z;`);
  expect(await value(path, { given: { z: 1 } })).toBe(1);
  expect(await value(path, { given: { z: 2 } })).toBe(2);
});

test('nothing is kept outside a project', async () => {
  const path = write('module.ts', 'export const x: number = 1;');
  expect(await value(path)).toBe(1);
  expect(readdirSync(folder)).toEqual(['module.ts']);
});

test('loads where nothing can be kept', async () => {
  write('cambium.yml', '');
  // A file in the folder's place refuses every user, the system's owner too.
  write('.cambium', '');
  const path = write('src/module.ts', 'export const x: number = 1;');
  expect(await value(path)).toBe(1);
  expect(readFileSync(join(folder, '.cambium'), 'utf8')).toBe('');
});
