/** Users' modules: fresh after every edit, compiled once, and loaded where nothing can be written; packages once. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadModule } from '../../src/runtime/index.js';

let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'cambium-load-')));
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

describe('a file of the project is read anew', () => {
  test.each(['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'])('as the module itself, .%s', async (kind) => {
    const text = (x: number) =>
      kind.startsWith('c') ? `exports.x = ${x};` : `export const x = ${x};`;
    expect(await value(write(`module.${kind}`, text(1)))).toBe(1);
    expect(await value(write(`module.${kind}`, text(2)))).toBe(2);
  });

  test.each(['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'])(
    'as an import of another, .%s',
    async (kind) => {
      const text = (x: number) =>
        kind.startsWith('c') ? `exports.y = ${x};` : `export const y = ${x};`;
      const other = write(`other.${kind}`, text(1));
      const path = write('module.ts', `import { y } from './other.${kind}'; export const x = y;`);
      expect(await value(path)).toBe(1);
      write(`other.${kind}`, text(2));
      const { exports, files } = await loadModule(path);
      expect(exports['x']).toBe(2);
      expect(files).toEqual([path, other].sort());
    },
  );

  test('as JavaScript of a package of modules, as JSON, and as what CommonJS requires', async () => {
    write('package.json', '{ "type": "module" }');
    const contents = (x: number) => {
      write('esm.js', `export default ${x};`);
      write('data.json', `{ "x": ${x} }`);
      write('inner.cjs', `module.exports = ${x};`);
      write(
        'outer.cjs',
        "exports.inner = require('./inner.cjs'); exports.data = require('./data.json');",
      );
    };
    contents(1);
    const path = write(
      'module.mjs',
      `import esm from './esm.js';
       import data from './data.json' with { type: 'json' };
       import outer, { inner } from './outer.cjs';
       export const x = [esm, data.x, inner, outer.inner, outer.data === data];`,
    );
    expect(await value(path)).toEqual([1, 1, 1, 1, true]);
    contents(2);
    const { exports, files } = await loadModule(path);
    expect(exports['x']).toEqual([2, 2, 2, 2, true]);
    const names = ['data.json', 'esm.js', 'inner.cjs', 'module.mjs', 'outer.cjs'];
    expect(files).toEqual(names.map((name) => join(folder, name)));
  });

  test('also in a package of the workspace, which node_modules links to', async () => {
    const shared = write('packages/shared/index.js', 'exports.y = 1;');
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(join(folder, 'packages/shared'), join(folder, 'node_modules/shared'), 'junction');
    const path = write('module.ts', `import { y } from 'shared'; export const x = y;`);
    expect(await value(path)).toBe(1);
    write('packages/shared/index.js', 'exports.y = 2;');
    const { exports, files } = await loadModule(path);
    expect(exports['x']).toBe(2);
    expect(files).toEqual([path, shared].sort());
  });

  test('in a project that is itself in node_modules', async () => {
    const path = write('node_modules/project/module.mjs', "export { x } from './other.mjs';");
    const other = write('node_modules/project/other.mjs', 'export const x = 1;');
    expect(await value(path)).toBe(1);
    write('node_modules/project/other.mjs', 'export const x = 2;');
    const { exports, files } = await loadModule(path);
    expect(exports['x']).toBe(2);
    expect(files).toEqual([path, other].sort());
  });
});

describe('a package that loads parts of itself later meets its own objects', () => {
  const kinds = {
    CommonJS: {
      'package.json': '{ "main": "index.js" }',
      'index.js': `const { Part } = require('./part');
        exports.make = () => new Part();
        exports.knows = (part) => part instanceof require('./later').Part;`,
      'part.js': 'exports.Part = class {};',
      'later.js': "exports.Part = require('./part').Part;",
    },
    'ES modules': {
      'package.json': '{ "type": "module", "exports": "./index.js" }',
      'index.js': `import { Part } from './part.js';
        export const make = () => new Part();
        export const knows = async (part) => part instanceof (await import('./later.js')).Part;`,
      'part.js': 'export class Part {}',
      'later.js': "export { Part } from './part.js';",
    },
    'ES modules that do not say so': {
      'package.json': '{ "main": "index.js" }',
      'index.js': `import { Part } from './part';
        export const make = () => new Part();
        export const knows = async (part) => part instanceof (await import('./later')).Part;`,
      'part.js': 'export class Part {}',
      'later.js': "export { Part } from './part';",
    },
    TypeScript: {
      'package.json': '{ "main": "index.ts" }',
      'index.ts': `import { Part } from './part';
        export const make = (): Part => new Part();
        export const knows = async (part: unknown) => part instanceof (await import('./later')).Part;`,
      'part.ts': 'export class Part { private readonly own = 1; }',
      'later.ts': "export { Part } from './part';",
    },
  };
  interface Exports {
    make(): unknown;
    knows(part: unknown): Promise<boolean>;
  }

  test.each(Object.entries(kinds))('%s', async (_, files) => {
    for (const [name, text] of Object.entries(files)) write(`node_modules/lazy/${name}`, text);
    const path = write('module.ts', "export { make, knows } from 'lazy';");
    const load = async () => (await loadModule(path)).exports as unknown as Exports;
    const first = await load();
    expect(await first.knows(first.make())).toBe(true);
    // A later load, be it of another pipeline, shares the package.
    const second = await load();
    expect(await second.knows(first.make())).toBe(true);
    expect((await loadModule(path)).files).toEqual([path]);
  });

  test('a package that cannot be loaded is tried again', async () => {
    write('node_modules/broken/package.json', '{ "main": "index.ts" }');
    write(
      'node_modules/broken/index.ts',
      "export const y: number = 1; throw new Error('not now');",
    );
    const path = write('module.ts', "import { y } from 'broken'; export const x = y;");
    await expect(loadModule(path)).rejects.toThrow('not now');
    await expect(loadModule(path)).rejects.toThrow('not now');
    write('node_modules/broken/index.ts', 'export const y: number = 1;');
    expect(await value(path)).toBe(1);
  });
});

test('JSON that cannot be read is named', async () => {
  const data = write('data.json', '{ "x": }');
  const path = write('module.ts', "import data from './data.json'; export const x = data.x;");
  await expect(loadModule(path)).rejects.toThrow(`${data}: `);
});
