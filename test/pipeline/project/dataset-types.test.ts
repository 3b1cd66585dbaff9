import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CambiumError } from '../../../src/index.js';
import { type RunProjectOptions, runProject } from '../../../src/pipeline/index.js';
import { packageRoot, silentSink } from '../../../src/runtime/index.js';

const docs = readFileSync(join(packageRoot, 'docs/pipelines.md'), 'utf8');
/** The module of the document. */
const LINES = /```ts\n(\/\/ src\/datasets\/lines\.ts[\s\S]*?)```/.exec(docs)?.[1] as string;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cambium-types-'));
  await write({
    'cambium.yml': '',
    'conf/base/catalog.yml': catalog('./src/datasets/lines.ts'),
    'src/datasets/lines.ts': LINES,
    'src/pipelines/sort/pipeline.ts': `
      import { node, pipeline } from 'cambium';
      export const createPipeline = () => pipeline([
        node((lines: string[]) => [...lines].sort(), 'orders', 'sorted', { name: 'sort' }),
      ]);`,
    'data/orders.txt': 'b\na\n',
  });
});
afterEach(() => rm(folder, { recursive: true }));

const catalog = (type: string, more = '') => `
orders: { type: '${type}', filepath: data/orders.txt${more} }
sorted: { type: '${type}', filepath: data/sorted.txt${more} }
`;

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}
const run = (options: RunProjectOptions = {}) =>
  runProject({ folder, log: silentSink, ...options });
const failure = async () => {
  const error: unknown = await run().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CambiumError);
  return error as CambiumError;
};
const sorted = () => readFile(join(folder, 'data/sorted.txt'), 'utf8');

describe('a type of dataset that is a module', () => {
  test('of the project, as in the document', async () => {
    await run();
    expect(await sorted()).toBe('a\nb\n');
  });

  test('of a package', async () => {
    await write({
      'conf/base/catalog.yml': catalog('@acme/lines#lines'),
      'node_modules/@acme/lines/package.json':
        '{"name":"@acme/lines","type":"module","exports":"./index.js"}',
      'node_modules/@acme/lines/index.js': `
        import { readFileSync, writeFileSync } from 'node:fs';
        import { join } from 'node:path';
        export const lines = {
          create: ({ filepath }, { root }) => ({
            kind: 'Lines', persistent: true,
            load: async () => readFileSync(join(root, filepath), 'utf8').trim().split('\\n'),
            save: async (data) => writeFileSync(join(root, filepath), data.join('\\n')),
            exists: async () => true, release() {}, describe: () => ({ filepath }),
          }),
        };`,
    });
    await run();
    expect(await sorted()).toBe('a\nb');
  });

  test('its code counts in runs of what is out of date', async () => {
    await run({ onlyMissingOutputs: true });
    expect((await run({ onlyMissingOutputs: true })).nodes).toMatchObject([]);
    await write({ 'src/datasets/lines.ts': `${LINES}\n// changed` });
    expect((await run({ onlyMissingOutputs: true })).nodes).toHaveLength(1);
  });

  test.each([
    ['a file that is not there', './src/datasets/line.ts', /line\.ts/],
    [
      'an export that is not there',
      './src/datasets/lines.ts#orders',
      /it exports no "orders" \(types that it exports: .*lines\.ts#default\)/,
    ],
    ['a word that is near a type', 'jsn', /unknown type "jsn" \(did you mean "json"\?\)/],
  ])('%s', async (_, type, message) => {
    await write({ 'conf/base/catalog.yml': catalog(type) });
    const error = await failure();
    expect(error.message).toMatch(/^conf\/base\/catalog\.yml:2:/);
    expect(error.message).toMatch(message);
    expect(existsSync(join(folder, 'data/sorted.txt'))).toBe(false);
  });

  test('an export that makes no dataset, and fields that its schema refuses', async () => {
    await write({ 'src/datasets/lines.ts': 'export default 7;' });
    expect((await failure()).message).toContain(
      'its export "default" is a number: expected an object with create',
    );
    await mkdir(join(folder, 'node_modules'));
    await symlink(join(packageRoot, 'node_modules/zod'), join(folder, 'node_modules/zod'));
    await write({
      'src/datasets/lines.ts': `
        import { z } from 'zod';
        export default { schema: z.strictObject({ filepath: z.string() }), create() {} };`,
      'conf/base/catalog.yml': catalog('./src/datasets/lines.ts', ', filpath: x'),
    });
    expect((await failure()).message).toContain('unknown field "filpath"');
  });
});
