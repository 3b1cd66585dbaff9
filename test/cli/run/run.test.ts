import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cambium, folder, start } from './shop.js';

test('runs a project, with one line for each step', async () => {
  const { status, out, err } = await cambium();
  expect(err).toBe('');
  expect(status).toBe(0);
  const lines = out.trimEnd().split('\n');
  const stamp = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - /;
  for (const line of lines) expect(line).toMatch(stamp);
  expect(lines.map((line) => line.replace(stamp, '').replace(/[\d.]+ sec/, 'X sec'))).toEqual([
    'cambium.framework.session - INFO - Cambium project shop',
    'cambium.io.data_catalog - INFO - Loading data from `orders` (CSVDataset)...',
    'cambium.io.data_catalog - INFO - Loading data from `params:minimum_amount` (MemoryDataset)...',
    'cambium.pipeline.node - INFO - Running node: select_orders: selectOrders([orders;params:minimum_amount]) -> [orders_clean]',
    'cambium.io.data_catalog - INFO - Saving data to `orders_clean` (ParquetDataset)...',
    'cambium.runner.sequential_runner - INFO - Completed node: select_orders',
    'cambium.runner.sequential_runner - INFO - Completed 1 out of 4 tasks',
    'cambium.io.data_catalog - INFO - Loading data from `orders_clean` (ParquetDataset)...',
    'cambium.pipeline.node - INFO - Running node: sum_by_city: sumByCity([orders_clean]) -> [sums]',
    'cambium.io.data_catalog - INFO - Saving data to `sums` (MemoryDataset)...',
    'cambium.runner.sequential_runner - INFO - Completed node: sum_by_city',
    'cambium.runner.sequential_runner - INFO - Completed 2 out of 4 tasks',
    'cambium.io.data_catalog - INFO - Loading data from `sums` (MemoryDataset)...',
    'cambium.io.data_catalog - INFO - Loading data from `params:report` (MemoryDataset)...',
    'cambium.pipeline.node - INFO - Running node: report: writeReport([sums;params:report]) -> [report]',
    'cambium.io.data_catalog - INFO - Saving data to `report` (TextDataset)...',
    'cambium.runner.sequential_runner - INFO - Completed node: report',
    'cambium.runner.sequential_runner - INFO - Completed 3 out of 4 tasks',
    'cambium.io.data_catalog - INFO - Loading data from `sums` (MemoryDataset)...',
    'cambium.pipeline.node - INFO - Running node: summarize: summarize([sums]) -> [summary]',
    'cambium.io.data_catalog - INFO - Saving data to `summary` (MetricsDataset)...',
    'cambium.runner.sequential_runner - INFO - Completed node: summarize',
    'cambium.runner.sequential_runner - INFO - Completed 4 out of 4 tasks',
    'cambium.runner.sequential_runner - INFO - Pipeline execution completed successfully in X sec.',
  ]);
});

test('filters, parameters and environments', async () => {
  const { status, out } = await cambium(
    '--pipeline',
    'reporting',
    '--to-outputs',
    'report',
    '--env',
    'production',
    '--params',
    'report.title="A, B",minimum_amount=3',
    '--log-format',
    'json',
  );
  // orders_clean is not made by this pipeline and nobody has made it yet.
  expect(status).toBe(1);
  expect(out).toContain('"msg":"Cambium project shop"');
  const whole = await cambium(
    '--env',
    'production',
    '--params',
    'report.title="A, B"',
    '--params',
    'minimum_amount=3',
    '--tags',
    'cleaning,reporting',
  );
  expect(whole.status).toBe(0);
  expect(whole.out).toContain('Completed 3 out of 3 tasks');
  expect(await readFile(join(folder, 'data/08_reporting/report.txt'), 'utf8')).toMatch(
    /^A, B\nLima: 0 USD\n/,
  );
});

test('JSON lines hold the same facts for programs', async () => {
  const { status, out } = await cambium('--log-format', 'json');
  expect(status).toBe(0);
  const records = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(records).toContainEqual(
    expect.objectContaining({
      level: 'info',
      logger: 'cambium.runner.sequential_runner',
      node: 'report',
      seconds: expect.any(Number),
      msg: 'Completed node: report',
    }),
  );
  expect(new Date(String(records[0]?.['time'])).getTime()).toBeGreaterThan(Date.now() - 60_000);
});

test.skipIf(process.platform === 'win32')('Ctrl-C stops between nodes', async () => {
  const text = `import { node, pipeline } from 'cambium';
    import { setTimeout } from 'node:timers/promises';
    const wait = async () => { await setTimeout(600); return 'waited'; };
    export const createPipeline = () => pipeline([
      node(wait, null, 'report', { name: 'slow' }),
      node((text: string) => text, 'report', 'next', { name: 'then' }),
    ]);`;
  await mkdir(join(folder, 'src/pipelines/slow'), { recursive: true });
  await writeFile(join(folder, 'src/pipelines/slow/pipeline.ts'), text);
  const run = start(['--pipeline', 'slow']);
  await expect.poll(run.out, { timeout: 20_000 }).toContain('Running node: slow');
  run.child.kill('SIGINT');
  const { status, err } = await run.ended;
  expect(status).toBe(1);
  expect(err).toContain('stopping when this node has completed');
  expect(err).toContain(
    'error: the run was stopped before node "then" (1 of 2 nodes have not run; resume with: cambium run --pipeline slow --from-nodes "then")',
  );
  expect(await readFile(join(folder, 'data/08_reporting/report.txt'), 'utf8')).toBe('waited');
});

test('a log that nobody reads any more does not end the run', async () => {
  const run = start([]);
  run.child.stdout?.once('data', () => run.child.stdout?.destroy());
  const { status, err } = await run.ended;
  expect(err).toBe('');
  expect(status).toBe(0);
  expect(await readFile(join(folder, 'data/08_reporting/report.txt'), 'utf8')).toContain('Oslo');
});

test('--help has every option and examples', async () => {
  const { status, out } = await cambium('--help');
  expect(status).toBe(0);
  for (const option of [
    'pipeline',
    'from-nodes',
    'to-nodes',
    'nodes',
    'tags',
    'namespaces',
    'from-inputs',
    'to-outputs',
    'params',
    'env',
    'load-versions',
    'conf-source',
    'only-missing-outputs',
    'log-format',
  ]) {
    expect(out).toContain(`--${option}`);
  }
  expect(out).toContain('Examples:');
});
