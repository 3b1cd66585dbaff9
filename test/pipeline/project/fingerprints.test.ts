// biome-ignore-all lint/suspicious/noTemplateCurlyInString: source text of a template is edited
import { cp, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunProjectOptions, runProject } from '../../../src/pipeline/index.js';
import { silentSink } from '../../../src/runtime/index.js';

const shop = join(import.meta.dirname, '../../fixtures/projects/shop');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cambium-fresh-'));
  await cp(shop, folder, { recursive: true });
  await runProject({ folder, log: silentSink });
});
afterEach(() => rm(folder, { recursive: true }));

/** Names of the nodes that a run with `onlyMissingOutputs` does not skip. */
async function rerun(options: RunProjectOptions = {}): Promise<string[]> {
  const result = await runProject({
    folder,
    log: silentSink,
    onlyMissingOutputs: true,
    ...options,
  });
  return result.nodes.map((one) => one.name);
}
async function edit(name: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(folder, name), 'utf8');
  expect(text).toContain(from);
  await writeFile(join(folder, name), text.replace(from, to));
}
const all = ['select_orders', 'sum_by_city', 'report', 'summarize'];

describe('only missing outputs', () => {
  test('nothing to do after a whole run, nor after that', async () => {
    expect(await rerun()).toEqual([]);
    expect(await rerun()).toEqual([]);
  });

  test('a changed input file makes everything that follows', async () => {
    await edit('data/01_raw/orders.csv', '12.5', '13.5');
    expect(await rerun()).toEqual(all);
    expect(await readFile(join(folder, 'data/08_reporting/report.txt'), 'utf8')).toContain(
      'Oslo: 21',
    );
    expect(await rerun()).toEqual([]);
  });

  test('a changed parameter makes what reads it, and what that needs in memory', async () => {
    expect(await rerun({ parameters: { 'report.title': 'New' } })).toEqual([
      'sum_by_city',
      'report',
    ]);
    expect(await rerun({ parameters: { 'report.title': 'New' } })).toEqual([]);
    expect(await rerun({ environment: 'production' })).toEqual(['sum_by_city', 'report']);
  });

  test('changed code makes the nodes of its pipeline and what follows', async () => {
    await edit('src/pipelines/reporting/nodes.ts', '${city}: ', '${city} = ');
    expect(await rerun()).toEqual(['sum_by_city', 'report', 'summarize']);
    expect(await readFile(join(folder, 'data/08_reporting/report.txt'), 'utf8')).toContain(
      'Oslo = 20',
    );
  });

  test('a changed catalog entry makes what uses it', async () => {
    await edit(
      'conf/base/catalog.yml',
      '  layer: raw',
      '  layer: raw\n  load_args: {null_values: ["12.5"]}',
    );
    expect(await rerun()).toEqual(all);
  });

  test('an output that was changed by hand is made again', async () => {
    await writeFile(join(folder, 'data/08_reporting/report.txt'), 'scribble');
    expect(await rerun()).toEqual(['sum_by_city', 'report']);
    expect(await readFile(join(folder, 'data/08_reporting/report.txt'), 'utf8')).toContain(
      'Oslo: 20',
    );
  });

  test('a missing output is made again; a run of a part knows the whole', async () => {
    await rm(join(folder, 'data/08_reporting/report.txt'));
    expect(await rerun({ pipeline: 'reporting' })).toEqual(['sum_by_city', 'report']);
    expect(await rerun()).toEqual([]);
  });

  test('without a memory of earlier runs, what exists will do', async () => {
    await rm(join(folder, '.cambium'), { recursive: true });
    expect(await rerun()).toEqual([]);
    await runProject({ folder, log: silentSink });
    await writeFile(join(folder, '.cambium/fingerprints.json'), '{"report": 5, cut');
    expect(await rerun()).toEqual([]);
  });

  test('injected values are not remembered as what the files say', async () => {
    await runProject({
      folder,
      log: silentSink,
      nodes: ['report'],
      datasets: { sums: new Map([['X', 1]]) },
    });
    expect(await rerun()).toEqual(['sum_by_city', 'report']);
  });

  test('touching an input is a change, reading it is not', async () => {
    await readFile(join(folder, 'data/01_raw/orders.csv'));
    expect(await rerun()).toEqual([]);
    const now = new Date(Date.now() + 5000);
    await utimes(join(folder, 'data/01_raw/orders.csv'), now, now);
    expect(await rerun()).toEqual(all);
  });
});
