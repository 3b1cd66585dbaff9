import { type ChildProcess, execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/runtime/index.js';

interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

const windows = process.platform === 'win32';
let folder: string;
let consumer: string;
let packed: Packed;
const children: ChildProcess[] = [];

function run(command: string, args: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1', CAMBIUM_HOME: join(folder, 'home') };
    const options = { cwd, env, shell: windows && !command.endsWith('.exe'), maxBuffer: 2 ** 26 };
    const child = execFile(command, args, options, (error, out, err) => {
      resolve({ status: error === null ? 0 : Number(error.code ?? 1), out, err });
    });
    children.push(child);
    child.stdin?.end();
  });
}

const node = (...args: string[]) => run(process.execPath, args, consumer);
const npx = (...args: string[]) => run('npx', ['--no-install', ...args], consumer);

async function succeed(what: Promise<Ended>): Promise<string> {
  const { status, out, err } = await what;
  expect(err.replace(/^npm (?:warn|notice).*\n/gm, ''), out).toBe('');
  expect(status).toBe(0);
  return out;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cambium-package-'));
  consumer = join(folder, 'consumer');
  const { out, err } = await run(
    'npm',
    // It is built: what is packed is what the other tests have seen.
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    packageRoot,
  );
  if (out === '') throw new Error(err);
  packed = JSON.parse(out)[0];
  cpSync(join(import.meta.dirname, 'consumer'), consumer, { recursive: true });
  writeFileSync(join(consumer, 'package.json'), '{ "name": "consumer", "private": true }\n');
  const tarball = join(folder, packed.filename);
  const install = await run('npm', ['install', '--no-audit', '--no-fund', tarball], consumer);
  if (install.status !== 0) throw new Error(install.err);
});

afterAll(() => {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true, force: true });
});

describe('the packed files', () => {
  const paths = () => packed.files.map(({ path }) => path);

  test('are the build, the licence and what people read', () => {
    const others = paths().filter((path) => !path.startsWith('dist/'));
    const read = others.filter((path) => !/^(?:docs\/[\w-]+\.md$|examples\/)/.test(path));
    expect(read.sort()).toEqual([
      ...[
        'CHANGELOG.md',
        'CONTRIBUTING.md',
        'LICENSE',
        'README.md',
        'SECURITY.md',
        'bench/RESULTS.md',
      ],
      'package.json',
    ]);
    const examples = paths().filter((path) => path.startsWith('examples/'));
    expect(examples.filter((path) => /\/(?:data|\.cambium|node_modules)\//.test(path))).toEqual([]);
    const strange = paths().filter(
      (path) => !/^dist\/(?:src|server|deploy|kernels)\/.*\.(?:c?js|d\.c?ts|wgsl)$/.test(path),
    );
    expect(strange.filter((path) => path.startsWith('dist/')).sort()).toEqual([
      'dist/assembly/scoring.wasm',
      'dist/assembly/training.wasm',
    ]);
    expect(paths().filter((path) => path.endsWith('.wgsl')).length).toBeGreaterThan(0);
  });

  test('are small', () => {
    expect(packed.size).toBeLessThan(2 ** 20);
    expect(packed.unpackedSize).toBeLessThan(3 * 2 ** 20);
  });

  test('have no link that leads nowhere', () => {
    const there = new Set(paths());
    const leads = (path: string) =>
      there.has(path) || paths().some((one) => one.startsWith(`${path.replace(/\/$/, '')}/`));
    const dead = paths()
      .filter((path) => path.endsWith('.md'))
      .flatMap((path) => {
        const text = readFileSync(join(consumer, 'node_modules/cambium', path), 'utf8');
        return [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)|(?:src|href)="([^"#]+)/g)]
          .map((match) => match[1] ?? match[2] ?? '')
          .filter((link) => !/^[a-z]+:/.test(link))
          .filter((link) => !leads(posix.normalize(posix.join(posix.dirname(path), link))))
          .map((link) => `${path}: ${link}`);
      });
    expect(dead).toEqual([]);
    expect(paths().filter((path) => path.endsWith('.md')).length).toBeGreaterThan(12);
  });

  test('name no source map, for none is packed', () => {
    const named = paths().filter(
      (path) =>
        /\.[cm]?[jt]s$/.test(path) &&
        /^\/\/# sourceMappingURL=/m.test(
          readFileSync(join(consumer, 'node_modules/cambium', path), 'utf8'),
        ),
    );
    expect(named).toEqual([]);
  });

  test('name nothing of the machine that they were built on', () => {
    const found = paths().filter((path) =>
      readFileSync(join(consumer, 'node_modules/cambium', path)).includes(packageRoot),
    );
    expect(found).toEqual([]);
  });
});

describe('from JavaScript', () => {
  test.each(['module.mjs', 'commonjs.cjs'])('%s trains and scores', async (file) => {
    const out = await succeed(node(file));
    expect(JSON.parse(out)).toEqual({
      trained: 20_000,
      threads: 2,
      scores: [1, 3],
      written: 20_000,
      read: 20_000,
    });
  });

  test('paths inside the package are private, its package.json is not', async () => {
    const inside = await node('--input-type=module', '-e', "await import('cambium/dist/src/cli')");
    expect(inside.err).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
    const read = "console.log(require('cambium/package.json').name)";
    expect(await succeed(node('-e', read))).toBe('cambium\n');
  });
});

describe('from TypeScript', () => {
  const compiler = join(packageRoot, 'node_modules/typescript/bin/tsc');
  const strict = {
    target: 'ES2022',
    // Neither the browser's types nor any that the consumer did not ask for.
    lib: ['ES2022'],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    skipLibCheck: false,
    noEmit: true,
  };
  const compile = (name: string, options: object, ...args: string[]) => {
    const file = join(consumer, name);
    const settings = { compilerOptions: { ...strict, ...options }, files: ['typed.ts'] };
    writeFileSync(file, JSON.stringify(settings));
    return succeed(node(compiler, '-p', file, ...args));
  };

  beforeAll(() => {
    writeFileSync(
      join(consumer, 'package.json'),
      JSON.stringify({
        ...JSON.parse(readFileSync(join(consumer, 'package.json'), 'utf8')),
        type: 'module',
      }),
    );
    // `console` without the types of Node or a browser.
    const text = readFileSync(join(consumer, 'typed.ts'), 'utf8');
    writeFileSync(
      join(consumer, 'typed.ts'),
      `declare const console: { log(...values: unknown[]): void };\n${text}`,
    );
  });

  test.each([
    ['NodeNext', 'NodeNext'],
    ['ESNext', 'Bundler'],
  ])('module %s, resolution %s, strict, without skipLibCheck', async (module, moduleResolution) => {
    expect(await compile('tsconfig.json', { module, moduleResolution })).toBe('');
  });

  test('no type of the public API is any', async () => {
    const options = { module: 'NodeNext', moduleResolution: 'NodeNext' };
    const out = await compile('tsconfig.files.json', options, '--listFiles');
    const own = out
      .split(/\r?\n/)
      .filter((path) => /[\\/]node_modules[\\/]cambium[\\/]/.test(path));
    expect(own.length).toBeGreaterThan(20);
    const loose = own.filter((path) => {
      const code = readFileSync(path, 'utf8')
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/'[^'\n]*'/g, "''");
      return /\bany\b/.test(code);
    });
    expect(loose).toEqual([]);
  });
});

describe('the command', () => {
  test('npx cambium --help', async () => {
    expect(await succeed(npx('cambium', '--help'))).toContain('Usage: cambium COMMAND [options]');
  });

  test('runs a project in TypeScript, trains, scores, serves', async () => {
    const project = join(consumer, 'project');
    const file = (path: string, text: string) => {
      mkdirSync(join(project, path, '..'), { recursive: true });
      writeFileSync(join(project, path), text);
    };
    file('cambium.yml', 'name: tiny\n');
    file('conf/base/parameters.yml', 'rows: 5000\n');
    file('conf/base/catalog.yml', 'table: { type: csv, filepath: data/01_raw/table.csv }\n');
    file(
      'src/pipelines/making/pipeline.ts',
      `import { type Pipeline, node, pipeline, readTable, type Table } from 'cambium';
       import { writeFileSync } from 'node:fs';
       async function make(rows: number): Promise<Table> {
         const lines = ['x,y', ...Array.from({ length: rows }, (_, i) => \`\${i % 10},\${i % 10 < 5 ? 1 : 3}\`)];
         writeFileSync('made.csv', lines.join('\\n') + '\\n');
         return readTable('made.csv');
       }
       export const createPipeline = (): Pipeline => pipeline([node(make, 'params:rows', 'table')]);`,
    );
    const cli = join(consumer, 'node_modules/cambium/dist/src/cli/main.js');
    const cambium = (...args: string[]) => run(process.execPath, [cli, ...args], project);
    const ran = await cambium('run');
    expect(ran.err).toBe('');
    expect(ran.out).toContain('Pipeline execution completed successfully');
    const trained = await cambium(
      ...['train', 'data/01_raw/table.csv', '--label', 'y', '--output', 'model.txt'],
    );
    expect(trained.status, trained.err).toBe(0);
    const scored = await cambium('score', 'model.txt', 'made.csv', '--output', 'p.csv', '--json');
    expect(JSON.parse(scored.out)).toMatchObject({ rows: 5000 });
    const lines = readFileSync(join(project, 'p.csv'), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(5001);
    expect(Number(lines[1])).toBeCloseTo(1, 2);

    file('api.yml', '- name: tiny\n  kind: RealtimeAPI\n  predictor: { model: model.txt }\n');
    process.env['CAMBIUM_PORT'] = String(await freePort());
    try {
      const deployed = await cambium('deploy', 'api.yml', '-o', 'json');
      expect(deployed.status, deployed.err).toBe(0);
      const [{ endpoint }] = JSON.parse(deployed.out);
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(endpoint, { method: 'POST', headers, body: '{"x": 9}' });
      expect(Number(await answer.text())).toBeCloseTo(3, 2);
      expect((await cambium('get')).out).toMatch(/local +tiny +live/);
    } finally {
      const removed = await cambium('delete', 'tiny');
      expect(removed.status, removed.err).toBe(0);
    }
  });
});

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
