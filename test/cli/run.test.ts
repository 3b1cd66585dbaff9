// biome-ignore-all lint/suspicious/noTemplateCurlyInString: code of a project is what is tested
import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { built } from '../../src/runtime/index.js';

const shop = join(import.meta.dirname, '../fixtures/projects/shop');
let folder: string;
let children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cambium-run-'));
  await cp(shop, folder, { recursive: true });
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function start(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
) {
  const child = spawn(process.execPath, [built('src/cli/main.js'), 'run', ...args], {
    cwd: options.cwd ?? folder,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => {
    out += data;
  });
  child.stderr.on('data', (data: Buffer) => {
    err += data;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (status) => resolve({ status, out, err }));
  });
  return { child, ended, output: () => out };
}
const cambium = (...args: string[]) => start(args).ended;

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

describe('failure', () => {
  test('is one line: node, error, place, what has not run, how to resume; and the command works', async () => {
    const broken = await start([], { env: { SHOP_BREAK: '1' } }).ended;
    expect(broken.status).toBe(1);
    const lines = broken.err.trimEnd().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^error: node "report" failed: RangeError: the printer is on fire at src\/pipelines\/reporting\/nodes\.ts:25:\d+ \(2 of 4 nodes have not run; resume with: cambium run --from-nodes "sum_by_city"\)$/,
    );
    const resumed = await cambium('--from-nodes', 'sum_by_city');
    expect(resumed.status).toBe(0);
    expect(resumed.out).toContain('Completed 3 out of 3 tasks');
  });

  test('--verbose adds the stack', async () => {
    const { out } = await start(['--verbose'], { env: { SHOP_BREAK: '1' } }).ended;
    expect(out).toMatch(/DEBUG - RangeError: the printer is on fire\n\s+at writeReport/);
  });

  test.each([
    [
      ['--pipeline', 'repoting'],
      'error: the project has no pipeline "repoting" (did you mean "reporting"?)',
    ],
    [
      ['--nodes', 'sumarize'],
      'error: the pipeline has no node "sumarize" (did you mean "summarize"?)',
    ],
    [
      ['--params', 'a'],
      'error: --params: expected name=value, found "a" (separate several by commas)',
    ],
    [
      ['--env', 'produktion'],
      'error: there is no environment "produktion" in conf (did you mean "production"?)',
    ],
    [
      ['--tags', 'cleaning', '--nodes', 'report'],
      'error: the pipeline contains no nodes after applying all provided filters',
    ],
    [['--frm-nodes', 'x'], "error: unknown option '--frm-nodes'"],
    [['--log-format', 'xml'], "error: option '--log-format <format>' argument 'xml' is invalid"],
  ])('%j', async (args, message) => {
    const { status, err } = await cambium(...args);
    expect(status).toBe(1);
    expect(err).toContain(message);
    expect(err).not.toMatch(/\n\s+at /);
  });

  const nodes = 'src/pipelines/reporting/nodes.ts';
  const made = 'src/pipelines/reporting/pipeline.ts';
  test.each([
    [
      'a pipeline that cannot be made',
      made,
      'return pipeline([',
      "throw new Error('no\\nway'); return pipeline([",
      /^error: createPipeline\(\) of src\/pipelines\/reporting\/pipeline\.ts failed: Error: no at src\/pipelines\/reporting\/pipeline\.ts:5:\d+$/,
    ],
    [
      'a node that ends the process',
      nodes,
      'yield `${title}',
      'process.exit(0); yield `${title}',
      /^error: ended before it was done: some code called process\.exit\(\)/,
    ],
    [
      'a node that waits for ever',
      nodes,
      'yield `${title}',
      'await new Promise(() => {}); yield `${title}',
      /^error: ended before it was done: .* waits for what never comes$/,
    ],
    [
      'a rejection that nobody awaits',
      nodes,
      'yield `${title}',
      "Promise.reject(new Error('loose')); await new Promise((r) => setTimeout(r, 50)); yield `${title}",
      /^error: the project's code failed where nobody waited for it: Error: loose at src\/pipelines\/reporting\/nodes\.ts:26:\d+$/,
    ],
  ])('%s is one line, and nothing half-written stays', async (_, file, from, to, message) => {
    const text = await readFile(join(folder, file), 'utf8');
    expect(text).toContain(from);
    await writeFile(join(folder, file), text.replace(from, to));
    const { status, err } = await cambium();
    expect(err.trimEnd()).toMatch(message);
    expect(status).toBe(1);
    const left = await readdir(join(folder, 'data'), { recursive: true });
    expect(left.filter((name) => name.includes('partial'))).toEqual([]);
  });

  test("a project's hook that throws is named", async () => {
    await writeFile(
      join(folder, 'src/hooks.ts'),
      "export const hooks = { beforePipelineRun() { throw new TypeError('bad hook'); } };\n",
    );
    const { status, err } = await cambium();
    expect(status).toBe(1);
    expect(err).toMatch(
      /^error: hook "beforePipelineRun" failed: TypeError: bad hook at src\/hooks\.ts:1:\d+\n$/,
    );
  });

  test('outside a project', async () => {
    const { status, err } = await start([], { cwd: dirname(folder) }).ended;
    expect(status).toBe(1);
    expect(err).toMatch(
      /^error: there is no cambium\.yml in .* \(go to a project's folder; .*\)\n$/,
    );
  });

  test('a truncated CSV names the dataset and the file', async () => {
    await writeFile(join(folder, 'data/01_raw/orders.csv'), 'id,city,amount\n1,"Oslo,12.5\n');
    const { status, err } = await cambium();
    expect(status).toBe(1);
    expect(err).toMatch(
      /^error: node "select_orders" failed: dataset "orders" \(CSVDataset\): .*orders\.csv/,
    );
  });
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
  await expect.poll(run.output, { timeout: 20_000 }).toContain('Running node: slow');
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
  run.child.stdout.once('data', () => run.child.stdout.destroy());
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
