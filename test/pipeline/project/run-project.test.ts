// biome-ignore-all lint/suspicious/noTemplateCurlyInString: configuration is what is tested
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CambiumError } from '../../../src/index.js';
import {
  findProject,
  PipelineRegistry,
  type RunProjectOptions,
  runProject,
} from '../../../src/pipeline/index.js';
import { silentSink } from '../../../src/runtime/index.js';

const shop = join(import.meta.dirname, '../../fixtures/projects/shop');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cambium-project-'));
  await cp(shop, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}
const run = (options: RunProjectOptions = {}) =>
  runProject({ folder, log: silentSink, ...options });
const failure = async (options: RunProjectOptions = {}) => {
  const error = await run(options).then(
    () => new Error('expected the run to fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof CambiumError) return error;
  throw error;
};
const report = () => readFile(join(folder, 'data/08_reporting/report.txt'), 'utf8');

describe('parameters and hooks that nothing reads', () => {
  test('a parameter that no file has and no node reads is refused with the near miss', async () => {
    const error = await failure({ parameters: { minimum_amont: 1 } });
    expect(error).toMatchObject({
      code: 'unknown-parameter',
      hint: 'did you mean "minimum_amount"?',
    });
    expect((await failure({ parameters: { 'train:x': 1 } })).message).toContain('"train:x"');
  });

  test('a new one in a map that a node reads is taken, and logged when it looks misspelt', async () => {
    const messages: string[] = [];
    await run({
      parameters: { 'report.titel': 'x', 'report.colour': 'red' },
      log: ({ level, message }) => level === 'WARNING' && messages.push(message),
    });
    expect(messages).toEqual([
      'The parameter "report.titel" of this run is in no file of parameters (did you mean "report.title"?)',
    ]);
  });

  test('one that a file asks for is taken', async () => {
    await write({ 'conf/base/globals.yml': 'folder: ${runtime_params:where, data}\n' });
    await run({ parameters: { where: 'elsewhere' } });
  });

  test('a misspelt hook of the project names the file', async () => {
    await write({ 'src/hooks.ts': 'export const hooks = [{ afterNodeRunn() {} }];' });
    expect((await failure()).message).toBe(
      'src/hooks.ts: unknown hook "afterNodeRunn" (did you mean "afterNodeRun"?)',
    );
    await write({ 'src/hooks.ts': "export const hooks = { afterNodeRun: 'yes' };" });
    expect((await failure()).message).toBe(
      'src/hooks.ts: hook "afterNodeRun" must be a function, found string',
    );
  });
});

describe('a project', () => {
  test('runs whole by default, and tells what each node did', async () => {
    const result = await run();
    expect(result.nodes.map(({ name, loaded, saved }) => [name, loaded, saved])).toEqual([
      ['select_orders', ['orders', 'params:minimum_amount'], ['orders_clean']],
      ['sum_by_city', ['orders_clean'], ['sums']],
      ['report', ['sums', 'params:report'], ['report']],
      ['summarize', ['sums'], ['summary']],
    ]);
    expect(await report()).toBe('Orders\nLima: 0 EUR\nOslo: 20 EUR\nRome: 17 EUR\n');
    const summary = join(folder, 'data/08_reporting/summary.json', result.runId, 'summary.json');
    expect(JSON.parse(await readFile(summary, 'utf8'))).toEqual({ total: 37, cities: 3 });
  });

  test('is found from a folder inside it', async () => {
    const project = await findProject(join(folder, 'data/01_raw'));
    expect(project.folder).toBe(folder);
    expect(project.name).toBe('shop');
    await expect(findProject(dirname(folder))).rejects.toMatchObject({ code: 'no-project' });
  });

  test('environments, parameters and injected data', async () => {
    await run({ environment: 'production', parameters: { 'report.title': 'Mine' } });
    expect(await report()).toMatch(/^Mine\n.* USD\n/);
    const sums = new Map([['Here', 1]]);
    const injected = await run({ nodes: ['report'], datasets: { sums } });
    expect(injected.nodes.map((one) => one.name)).toEqual(['report']);
    expect(await report()).toBe('Orders\nHere: 1 EUR\n');
  });

  test('a pinned version is loaded', async () => {
    const first = await run();
    await expect(run({ loadVersions: { summary: first.runId } })).resolves.toBeDefined();
    expect((await failure({ loadVersions: { sumary: 'x' } })).hint).toBe('did you mean "summary"?');
  });

  test('another folder of configuration', async () => {
    await cp(join(folder, 'conf'), join(folder, 'elsewhere'), { recursive: true });
    await write({
      'elsewhere/base/parameters.yml': 'report: {title: Other, currency: X}\nminimum_amount: 10\n',
    });
    await run({ configurationFolder: join(folder, 'elsewhere') });
    expect(await report()).toMatch(/^Other\n/);
  });

  test('hooks of the project', async () => {
    await write({
      'src/hooks.ts': `import type { Hooks } from 'cambium';
        export const hooks: Hooks = {
          afterCatalogCreated: ({ catalog }) => catalog.set('sums', new Map([['Hooked', 2]])),
        };`,
    });
    await run({ nodes: ['report'] });
    expect(await report()).toContain('Hooked: 2');
    await write({ 'src/hooks.ts': 'export const hook = 1;' });
    expect((await failure()).message).toContain('does not export hooks');
  });
});

describe('loading code', () => {
  test('a pipeline is loaded without the others', async () => {
    await write({ 'src/pipelines/broken/pipeline.ts': 'this is not TypeScript(' });
    expect((await run({ pipeline: 'data_engineering' })).nodes).toHaveLength(1);
    const error = await failure();
    expect(error.code).toBe('project-code');
    expect(error.message).toContain('src/pipelines/broken/pipeline.ts cannot be loaded');
  });

  test('its classes are those of the package that runs it', async () => {
    const registry = await PipelineRegistry.open(await findProject(folder));
    const { pipeline, filesOf } = await registry.load('reporting');
    expect(pipeline.nodes).toHaveLength(3);
    const files = filesOf(pipeline.nodes[0]!);
    expect(files.map((file) => file.slice(folder.length + 1).replaceAll('\\', '/'))).toEqual([
      'src/pipelines/reporting/nodes.ts',
      'src/pipelines/reporting/pipeline.ts',
    ]);
  });

  test('a registry names pipelines of its own and the default', async () => {
    await write({
      'src/pipeline-registry.ts': `import { node, pipeline } from 'cambium';
        export const registerPipelines = () => ({
          tiny: () => pipeline([node(() => 'hi', null, 'report', { name: 'greet' })]),
          __default__: pipeline([node(() => 'default', null, 'report', { name: 'd' })]),
          wrong: 5,
        });`,
    });
    await run();
    expect(await report()).toBe('default');
    await run({ pipeline: 'tiny' });
    expect(await report()).toBe('hi');
    expect((await run({ pipeline: 'data_engineering' })).nodes).toHaveLength(1);
    expect((await failure({ pipeline: 'wrong' })).problem).toBe(
      'registerPipelines()["wrong"] must be a pipeline, found number',
    );
  });

  test('plain JavaScript will do', async () => {
    await write({
      'src/pipelines/plain/pipeline.js': `import { node, pipeline } from 'cambium';
        export async function createPipeline() {
          return pipeline([node(() => 'js', null, 'report', { name: 'js' })]);
        }`,
    });
    await run({ pipeline: 'plain' });
    expect(await report()).toBe('js');
  });

  test.each([
    [
      'export function createPipelines() {}',
      'does not export a function createPipeline() (did you mean "createPipelines"?)',
    ],
    ['export {};', 'does not export a function createPipeline() (it exports nothing)'],
    [
      'export const createPipeline = () => [];',
      'createPipeline() of src/pipelines/odd/pipeline.ts must be a pipeline, found object',
    ],
    [
      'export const createPipeline = () => ({ nodes: [], slice() {} });',
      'must be a pipeline, found object (made by another copy of cambium?',
    ],
    [
      "import './nowhere.js'; export const createPipeline = 1;",
      'src/pipelines/odd/pipeline.ts cannot be loaded',
    ],
    [
      "throw new Error('at load');",
      'src/pipelines/odd/pipeline.ts cannot be loaded: Error: at load at src/pipelines/odd/pipeline.ts:1:',
    ],
  ])('%j', async (text, message) => {
    await write({ 'src/pipelines/odd/pipeline.ts': text });
    expect((await failure({ pipeline: 'odd' })).describe()).toContain(message);
  });
});

describe('errors', () => {
  test('an unknown pipeline', async () => {
    expect((await failure({ pipeline: 'reportin' })).describe()).toBe(
      'the project has no pipeline "reportin" (did you mean "reporting"?)',
    );
  });

  test('no pipelines', async () => {
    await rm(join(folder, 'src'), { recursive: true });
    expect((await failure()).code).toBe('no-pipelines');
  });

  test.each([
    ['nmae: x', 'cambium.yml:1:1: project: unknown field "nmae" (did you mean "name"?)'],
    [
      'name: two words',
      'cambium.yml:1:1: project: field "name": letters, digits, "_", "." and "-" are allowed',
    ],
    [
      'merge:\n  parameters: sof',
      'cambium.yml:2:3: project: field "merge.parameters" must be one of replace, soft, found text "sof"',
    ],
    ['- a', 'cambium.yml:1:1: project: the entry must be a map, found a list of 1'],
    ['a: [', 'cambium.yml:1:'],
  ])('cambium.yml with %j', async (text, message) => {
    await write({ 'cambium.yml': text });
    expect((await failure()).describe()).toContain(message);
  });

  test('an empty cambium.yml makes a project of the folder’s name', async () => {
    await write({ 'cambium.yml': '' });
    expect((await findProject(folder)).name).toBe(folder.split(/[\\/]/).at(-1));
    expect((await run()).nodes).toHaveLength(4);
  });

  test('the resume command repeats the options of the run', async () => {
    process.env['SHOP_BREAK'] = '1';
    try {
      await run({ pipeline: 'data_engineering' });
      const error = await failure({
        pipeline: 'reporting',
        environment: 'production',
        parameters: { 'report.title': "It's", minimum_amount: 1 },
        fromNodes: ['sum_by_city'],
        tags: ['reporting'],
      });
      expect(error.problem).toMatch(
        /^node "report" failed: RangeError: the printer is on fire at src\/pipelines\/reporting\/nodes\.ts:25:\d+$/,
      );
      expect(error.hint).toBe(
        `1 of 2 nodes have not run; resume with: cambium run --pipeline reporting --env production --tags reporting --params 'report.title="It'\\''s",minimum_amount=1' --from-nodes "sum_by_city"`,
      );
    } finally {
      delete process.env['SHOP_BREAK'];
    }
  });
});
