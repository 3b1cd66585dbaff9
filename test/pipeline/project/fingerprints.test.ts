// biome-ignore-all lint/suspicious/noTemplateCurlyInString: source text of a template is edited
import { cp, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Dataset } from '../../../src/catalog/index.js';
import { readTable } from '../../../src/data/index.js';
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

describe('a dataset that tells no state', () => {
  /** One that a project writes itself; `state` is optional. */
  const custom = (name: string, options: { state?: string; broken?: string } = {}): Dataset => {
    const path = join(folder, name);
    const there = () => true;
    const dataset: Dataset = {
      kind: 'CustomDataset',
      persistent: true,
      load: () => readFile(path, 'utf8'),
      save: (data) => writeFile(path, String(data)),
      async openWriter() {
        const parts: unknown[] = [];
        return {
          write: async (part) => void parts.push(part),
          close: () => writeFile(path, parts.join('')),
          abort: async () => {},
        };
      },
      exists: () => readFile(path).then(there, () => false),
      release() {},
      describe: () => ({}),
    };
    const { state, broken } = options;
    if (state !== undefined) dataset.state = async () => state;
    if (broken !== undefined) dataset.state = () => Promise.reject(new Error(broken));
    return dataset;
  };
  const run = async (datasets: Readonly<Record<string, Dataset>>, options = {}) => {
    const messages: string[] = [];
    const result = await runProject({
      folder,
      onlyMissingOutputs: true,
      log: ({ message }) => messages.push(message),
      hooks: [
        {
          afterCatalogCreated({ catalog }) {
            for (const [name, dataset] of Object.entries(datasets)) catalog.add(name, dataset);
          },
        },
      ],
      ...options,
    });
    const reasons = messages.filter((message) => message.includes('no state'));
    return { nodes: result.nodes.map(({ name }) => name), reasons };
  };

  test('as an output: its node runs each time, and says why', async () => {
    const datasets = { report: custom('data/report.txt') };
    const expected = {
      nodes: ['sum_by_city', 'report'],
      reasons: [
        'Node report runs even if nothing has changed, because no state is known of "report" (CustomDataset)',
      ],
    };
    // The first time it is missing.
    expect(await run(datasets)).toEqual({ ...expected, reasons: [] });
    expect(await run(datasets)).toEqual(expected);
    expect(await run(datasets)).toEqual(expected);
    await rm(join(folder, 'data/report.txt'));
    expect(await run(datasets)).toEqual({ ...expected, reasons: [] });
  });

  test('one that tells its state is judged by it', async () => {
    await run({ report: custom('data/report.txt', { state: 'a' }) });
    expect((await run({ report: custom('data/report.txt', { state: 'a' }) })).nodes).toEqual([]);
    expect((await run({ report: custom('data/report.txt', { state: 'b' }) })).nodes).toEqual([
      'sum_by_city',
      'report',
    ]);
  });

  test('as an input: all that reads it runs each time, also what reads it through memory', async () => {
    const table = await readTable(join(folder, 'data/01_raw/orders.csv'));
    const datasets = () => ({ orders: { ...custom('unused'), load: async () => table } });
    for (let times = 0; times < 2; times += 1) {
      const { nodes, reasons } = await run(datasets());
      expect(nodes).toEqual(all);
      expect(reasons[0]).toContain('no state is known of "orders" (CustomDataset)');
    }
  });

  test('as a value that the run is given', async () => {
    const { nodes, reasons } = await run({}, { datasets: { sums: new Map([['X', 1]]) } });
    expect(nodes).toContain('report');
    expect(reasons.join()).toContain('"sums" (MemoryDataset)');
  });

  test('a state that cannot be told is an error that names the dataset', async () => {
    const datasets = { report: custom('data/08_reporting/report.txt', { broken: 'no network' }) };
    await expect(run(datasets)).rejects.toThrow('dataset "report" (CustomDataset): no network');
  });
});
