/** Enforces the structure in CONTRIBUTING.md: which folder may import which, through which entry points, and how large a file may be. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../src/runtime/index.js';

/** What each folder may import of the others; its own files always. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  assembly: [],
  kernels: [],
  'src/error-codes.ts': [],
  'src/errors.ts': ['src/error-codes.ts'],
  'src/runtime': ['src/error-codes.ts', 'src/errors.ts'],
  'src/serving': ['src/error-codes.ts', 'src/errors.ts'],
  'src/data': ['src/error-codes.ts', 'src/errors.ts', 'src/runtime'],
  'src/boosting': ['src/error-codes.ts', 'src/errors.ts', 'src/runtime', 'src/data'],
  'src/catalog': ['src/error-codes.ts', 'src/errors.ts', 'src/runtime', 'src/data', 'src/boosting'],
  'src/pipeline': ['src/error-codes.ts', 'src/errors.ts', 'src/runtime', 'src/catalog'],
  'src/scoring': [
    'src/error-codes.ts',
    'src/errors.ts',
    'src/runtime',
    'src/data',
    'src/boosting',
    'kernels',
  ],
  'src/plots': [
    'src/error-codes.ts',
    'src/errors.ts',
    'src/runtime',
    'src/data',
    'src/boosting',
    'src/scoring',
  ],
  'src/estimators': [
    'src/error-codes.ts',
    'src/errors.ts',
    'src/runtime',
    'src/data',
    'src/boosting',
    'src/scoring',
  ],
  'src/webassembly.ts': [],
  'src/index.ts': [
    ...[
      'src/webassembly.ts',
      'src/error-codes.ts',
      'src/errors.ts',
      'src/runtime',
      'src/data',
      'src/boosting',
      'src/catalog',
    ],
    ...['src/pipeline', 'src/scoring', 'src/estimators', 'src/plots', 'src/serving'],
  ],
  server: [
    ...[
      'src/error-codes.ts',
      'src/errors.ts',
      'src/runtime',
      'src/data',
      'src/boosting',
      'src/catalog',
    ],
    ...['src/scoring', 'src/serving'],
  ],
  deploy: [
    'src/error-codes.ts',
    'src/errors.ts',
    'src/runtime',
    'src/catalog',
    'src/boosting',
    'src/serving',
    'server',
  ],
  'src/cli': [
    ...[
      'src/error-codes.ts',
      'src/errors.ts',
      'src/runtime',
      'src/data',
      'src/boosting',
      'src/catalog',
    ],
    ...['src/pipeline', 'src/scoring', 'src/plots', 'src/serving', 'server', 'deploy'],
  ],
};

/** Files that may be imported past their folder's index.ts, because the index loads DuckDB, or what browsers lack. */
const leaves = new Set([
  'src/error-codes.ts',
  'src/errors.ts',
  'src/data/memory.ts',
  'src/data/text/index.ts',
  'src/data/whole-numbers.ts',
  'src/runtime/input-file.ts',
  'src/runtime/parse-json.ts',
  'src/runtime/read-json.ts',
  'src/runtime/serial-queue.ts',
]);

const slashes = (path: string) => path.split(sep).join('/');

function sources(folder: string, ending: RegExp): string[] {
  return readdirSync(join(packageRoot, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => slashes(relative(packageRoot, join(entry.parentPath, entry.name))))
    .filter((path) => !path.includes('node_modules/'))
    .sort();
}

/** `src/data` of `src/data/read/csv.ts`, `kernels` of `kernels/index.ts`. */
function unitOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'src' ? `src/${second}` : first;
}

interface Import {
  readonly from: string;
  /** The imported file, or the name of a package. */
  readonly to: string;
  readonly typeOnly: boolean;
  readonly line: number;
}

const IMPORT =
  /^[ \t]*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

function importsOf(path: string): Import[] {
  const text = readFileSync(join(packageRoot, path), 'utf8');
  const code = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  return [...code.matchAll(IMPORT)].map((match) => {
    const target = (match[2] ?? match[3]) as string;
    const file = resolve(packageRoot, dirname(path), target.replace(/\.js$/, '.ts'));
    return {
      from: path,
      to: target.startsWith('.') ? slashes(relative(packageRoot, file)) : target,
      typeOnly: match[1] !== undefined || /typeof\s+$/.test(code.slice(0, match.index)),
      line: code.slice(0, match.index).split('\n').length,
    };
  });
}

const isPackage = ({ to }: Import) => !/\.(?:ts|json)$/.test(to);
const show = ({ from, line, to }: Import) => `${from}:${line} imports ${to}`;

const folders = ['assembly', 'kernels', 'src', 'server', 'deploy'];
const files = folders.flatMap((folder) => sources(folder, /\.ts$/));
const imports = files.flatMap(importsOf).filter((one) => !isPackage(one));
const abroad = imports.filter(({ from, to }) => unitOf(from) !== unitOf(to));

/**
 * The circles among what lies side by side in a folder, files and folders: an import counts for the two entries below the
 * nearest folder that holds both its ends. A type alone leaves no trace in what is run, so between two files it does not
 * count.
 */
function folderCircles(all: readonly Import[]): string[] {
  const next = new Map<string, Set<string>>();
  for (const { from, to, typeOnly } of all) {
    const [a, b] = [from.split('/'), to.split('/')];
    const depth = a.findIndex((part, i) => part !== b[i]);
    // The plan above holds the folders at the top.
    if (depth < 1 || (typeOnly && depth === a.length - 1 && depth === b.length - 1)) continue;
    const [own, other] = [a, b].map((parts) => parts.slice(0, depth + 1).join('/')) as [
      string,
      string,
    ];
    if (own.endsWith('/index.ts') || other.endsWith('/index.ts')) continue;
    next.set(own, (next.get(own) ?? new Set()).add(other));
  }
  const reaches = (start: string): Set<string> => {
    const seen = new Set<string>();
    const open = [...(next.get(start) ?? [])];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      if (!seen.has(one)) open.push(...(next.get(one) ?? []));
      seen.add(one);
    }
    return seen;
  };
  const reached = new Map([...next.keys()].map((entry) => [entry, reaches(entry)]));
  return [...reached]
    .filter(([entry, seen]) => seen.has(entry))
    .map(
      ([entry, seen]) =>
        `${entry} and ${[...seen].filter((one) => one !== entry && reached.get(one)?.has(entry)).join(', ')}`,
    );
}

test('finds what it is to look at', () => {
  expect(files.length).toBeGreaterThan(200);
  expect(abroad.length).toBeGreaterThan(100);
  expect(new Set(abroad.map(({ from }) => unitOf(from)))).toContain('src/cli');
});

describe('imports', () => {
  test('every folder has its place in the plan', () => {
    expect([...new Set(files.map(unitOf))].filter((unit) => !(unit in allowed))).toEqual([]);
  });

  test('the plan has no way round in a circle', () => {
    const visit = (unit: string, trail: readonly string[]): string[] =>
      trail.includes(unit)
        ? [[...trail, unit].join(' → ')]
        : (allowed[unit] ?? []).flatMap((next) => visit(next, [...trail, unit]));
    expect(Object.keys(allowed).flatMap((unit) => visit(unit, []))).toEqual([]);
  });

  test('point one way', () => {
    const against = abroad.filter(({ from, to }) => !allowed[unitOf(from)]?.includes(unitOf(to)));
    expect(against.map(show)).toEqual([]);
  });

  test('go through index files', () => {
    // A type leaves no trace in what is run, so it may be named where it is declared.
    const past = abroad.filter(
      ({ to, typeOnly }) => !typeOnly && !to.endsWith('/index.ts') && !leaves.has(to),
    );
    expect(past.map(show)).toEqual([]);
  });

  test('have no circle between the entries of a folder', () => {
    expect(folderCircles(imports)).toEqual([]);
  });

  test('lead to files that are there', () => {
    const there = new Set(files);
    expect(imports.filter(({ to }) => to.endsWith('.ts') && !there.has(to)).map(show)).toEqual([]);
  });

  test('of examples are the public package, Node, and their own files', () => {
    const foreign = sources('examples', /\.ts$/)
      .flatMap(importsOf)
      .filter(({ from, to }) => {
        if (to === 'cambium' || to.startsWith('node:')) return false;
        return !to.startsWith(from.split('/').slice(0, 2).join('/'));
      });
    expect(foreign.map(show)).toEqual([]);
  });

  test('of packages are dependencies in package.json, not development dependencies', () => {
    const { dependencies } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
    const strange = ['kernels', 'src', 'server', 'deploy']
      .flatMap((folder) => sources(folder, /\.ts$/))
      .flatMap(importsOf)
      .filter((one) => isPackage(one) && !one.to.startsWith('node:'))
      .filter(({ to }) => {
        const parts = to.split('/');
        return !(parts.slice(0, to.startsWith('@') ? 2 : 1).join('/') in dependencies);
      });
    expect(strange.map(show)).toEqual([]);
  });

  test('find every dependency in use', () => {
    const { dependencies } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
    const used = new Set(
      files.flatMap(importsOf).map(({ to }) =>
        to
          .split('/')
          .slice(0, to.startsWith('@') ? 2 : 1)
          .join('/'),
      ),
    );
    expect(Object.keys(dependencies).filter((name) => !used.has(name))).toEqual([]);
  });
});

describe('files', () => {
  const code = [...files, ...folders.flatMap((folder) => sources(folder, /\.wgsl$/))];

  test('have at most 400 lines', () => {
    const lines = (path: string) =>
      readFileSync(join(packageRoot, path), 'utf8').trimEnd().split('\n').length;
    const long = code.map((path) => `${path}: ${lines(path)}`);
    expect(long.filter((text) => Number(text.split(': ')[1]) > 400)).toEqual([]);
  });

  test('open with a sentence on what they are for, index files apart', () => {
    const silent = code
      .filter((path) => !path.endsWith('/index.ts'))
      .filter((path) => {
        const text = readFileSync(join(packageRoot, path), 'utf8').replace(/^#!.*\n/, '');
        return !/^(?:\/\*\*?|\/\/)/.test(text);
      });
    expect(silent).toEqual([]);
  });
});
