// biome-ignore-all lint/suspicious/noTemplateCurlyInString: code of a project is what is tested
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cambium, folder, start } from './shop.js';

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

  test('--verbose adds the stacks of all causes; the one line names them, too', async () => {
    const path = join(folder, 'src/pipelines/reporting/nodes.ts');
    const text = await readFile(path, 'utf8');
    const thrown = /throw new RangeError\(([^)]*)\)/;
    expect(text).toMatch(thrown);
    const causes = "{ cause: new TypeError('no paper', { cause: new Error('the shop is shut') }) }";
    await writeFile(path, text.replace(thrown, `throw new RangeError($1, ${causes})`));
    const { out, err } = await start(['--verbose'], { env: { SHOP_BREAK: '1' } }).ended;
    expect(out).toMatch(
      /DEBUG - RangeError: the printer is on fire\n\s+at writeReport[\s\S]*\nCaused by: TypeError: no paper\n\s+at writeReport[\s\S]*\nCaused by: Error: the shop is shut\n\s+at writeReport/,
    );
    expect(err).toMatch(
      /^error: node "report" failed: RangeError: the printer is on fire at \S+, caused by TypeError: no paper at \S+, caused by Error: the shop is shut at \S+ \(2 of 4 nodes [^\n]*\n$/,
    );
  });

  test('--verbose adds the stack of code that cannot be loaded', async () => {
    const path = join(folder, 'src/pipelines/reporting/nodes.ts');
    await writeFile(path, "throw new Error('not today', { cause: new Error('it is Sunday') });");
    const { out, err } = await start(['--verbose']).ended;
    expect(out).toMatch(
      /DEBUG - CambiumError: [\s\S]*\nCaused by: Error: not today\n[\s\S]*\nCaused by: Error: it is Sunday\n/,
    );
    expect(err.trimEnd().split('\n')).toHaveLength(1);
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
      ['--params', 'report:title=x'],
      'error: --params: "report:title" is not a parameter name (did you mean --params report.title=…?)',
    ],
    [
      ['--params', 'minimum_amont=1'],
      'error: the run is given the parameter "minimum_amont", which is in no file of parameters and which no node reads (did you mean "minimum_amount"?)',
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
