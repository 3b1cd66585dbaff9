/** Versioned datasets: what is saved beside, what is loaded. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { catalogOf, failure, root } from './catalog-folder.js';

describe('versions', () => {
  const entries = { m: { type: 'json', filepath: 'models/m.json', versioned: true } };
  const at = (saveVersion: string, loadVersions = {}) =>
    catalogOf(entries, { saveVersion, loadVersions });

  test('are folders; the latest is loaded unless one is pinned', async () => {
    await at('2026-01-01T00.00.00.000Z').save('m', 1);
    await at('2026-03-01T00.00.00.000Z').save('m', 3);
    await at('2026-02-01T00.00.00.000Z').save('m', 2);
    expect(existsSync(join(root, 'models/m.json/2026-01-01T00.00.00.000Z/m.json'))).toBe(true);
    expect(await at('x').load('m')).toBe(3);
    expect(await at('x', { m: '2026-01-01T00.00.00.000Z' }).load('m')).toBe(1);
  });

  test('a run loads what it saved, though a later version is there', async () => {
    await at('2026-03-01').save('m', 3);
    const run = at('2026-01-01');
    await run.save('m', 1);
    expect(await run.load('m')).toBe(1);
  });

  test('an existing version is never overwritten', async () => {
    await at('v1').save('m', 1);
    const error = await failure(() => at('v1').save('m', 2));
    expect(error.code).toBe('version-exists');
    expect(await at('x').load('m')).toBe(1);
  });

  test('an unknown version, none at all, a file in the way', async () => {
    expect((await failure(() => at('v').load('m'))).code).toBe('unknown-version');
    await at('2026-03-01').save('m', 3);
    expect((await failure(() => at('v', { m: '2026-03-02' }).load('m'))).hint).toBe(
      'did you mean "2026-03-01"?',
    );
    await writeFile(join(root, 'plain.json'), '1');
    const plain = catalogOf({ m: { type: 'json', filepath: 'plain.json', versioned: true } });
    expect((await failure(() => plain.save('m', 1))).message).toContain(
      'is a file: a versioned dataset keeps a folder there',
    );
  });

  test.each(['../../etc', 'a/b', '..', ''])('"%s" is no version', async (version) => {
    expect((await failure(() => at('v', { m: version }))).code).toBe('invalid-version');
    expect((await failure(() => at(version))).code).toBe('invalid-version');
  });

  test('pins of unknown or unversioned datasets are refused', async () => {
    expect((await failure(() => at('v', { n: 'x' }))).message).toContain(
      'a version is pinned for it, but the catalog has no dataset "n"',
    );
    const pin = (entries: Readonly<Record<string, unknown>>) =>
      failure(() => catalogOf(entries, { loadVersions: { m: 'x' } }));
    const plain = { type: 'json', filepath: 'm.json' };
    expect((await pin({ m: plain })).code).toBe('not-versioned');
    expect((await pin({ '{name}': { ...plain, filepath: '{name}.json' } })).code).toBe(
      'not-versioned',
    );
  });
});
