import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/runtime/index.js';

interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const json = (name: string) => JSON.parse(readFileSync(join(packageRoot, name), 'utf8'));
const packages: Readonly<Record<string, Entry>> = json('package-lock.json').packages;

/** Whether `npm ci` finds `name` for the package at `path`: there, or in a folder above. */
function isLocked(path: string, name: string): boolean {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const prefix = at === '' ? '' : `${at}/`;
    if (`${prefix}node_modules/${name}` in packages) return true;
    if (at === '') return false;
  }
}

test('the lock file names every dependency, also those of other platforms', () => {
  const missing = Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
      .filter((name) => !isLocked(path, name))
      .map((name) => `${name} of ${path}`),
  );
  expect(Object.keys(packages).length).toBeGreaterThan(200);
  expect(missing).toEqual([]);
});

test('the lock file belongs to package.json, and names no host', () => {
  const { name, version, dependencies, devDependencies } = json('package.json');
  expect(packages['']).toMatchObject({ name, version, dependencies, devDependencies });
  expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});
