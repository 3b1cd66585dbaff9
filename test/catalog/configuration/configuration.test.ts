// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the configuration's own ${…} is what is tested
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Configuration, type ConfigurationOptions } from '../../../src/catalog/index.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cambium-conf-'));
});
afterEach(() => rm(root, { recursive: true }));

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
}
const load = (options: Partial<ConfigurationOptions> = {}) =>
  Configuration.load({ folder: join(root, 'conf'), root, environment: 'local', ...options });
const parameters = async (text: string, options: Partial<ConfigurationOptions> = {}) => {
  await write({ 'conf/base/parameters.yml': text });
  return (await load(options)).parameters();
};

describe('layers', () => {
  test('an environment replaces top-level keys of the base', async () => {
    await write({
      'conf/base/parameters.yml': 'a: {x: 1, y: 2}\nb: base\n',
      'conf/base/parameters_model.yaml': 'c: 3\n',
      'conf/base/parameters/deep/more.yml': 'd: 4\n',
      'conf/base/other.yml': 'e: 5\n',
      'conf/local/parameters.yml': 'a: {x: 10}\n',
    });
    expect((await load()).parameters()).toEqual({ a: { x: 10 }, b: 'base', c: 3, d: 4 });
    expect((await load({ mergeParameters: 'soft' })).parameters()).toEqual({
      a: { x: 10, y: 2 },
      b: 'base',
      c: 3,
      d: 4,
    });
  });

  test('the environment variable chooses, the option has the last word', async () => {
    await write({
      'conf/base/parameters.yml': 'a: base',
      'conf/one/parameters.yml': 'a: one',
      'conf/two/parameters.yml': 'a: two',
    });
    process.env['CAMBIUM_ENV'] = 'one';
    try {
      expect((await load({ environment: undefined })).parameters()).toEqual({ a: 'one' });
      expect((await load({ environment: 'two' })).parameters()).toEqual({ a: 'two' });
    } finally {
      delete process.env['CAMBIUM_ENV'];
    }
  });

  test('no local environment is well, any other must be there', async () => {
    await write({ 'conf/base/parameters.yml': 'a: 1', 'conf/production/globals.yml': '' });
    expect((await load()).parameters()).toEqual({ a: 1 });
    await expect(load({ environment: 'prodution' })).rejects.toMatchObject({
      code: 'unknown-environment',
      problem: 'there is no environment "prodution" in conf',
      hint: 'did you mean "production"?',
    });
  });

  test('no configuration at all', async () => {
    await expect(load()).rejects.toMatchObject({ code: 'no-configuration' });
  });

  test('a file in place of a folder, and no path at all', async () => {
    await write({ 'conf/base': 'a file' });
    await expect(load()).rejects.toThrow(/base cannot be read: it is a file \(a folder with/);
    await expect(Configuration.load({ folder: 'conf' } as never)).rejects.toThrow(
      'Configuration.load: root must be the path of a folder as text, found nothing',
    );
  });

  test('a key declared twice in one environment names both files', async () => {
    await write({
      'conf/base/catalog.yml': '_args: 1\ntrips: {type: csv}\n',
      'conf/base/catalog_more.yml': '_args: 2\n\ntrips:\n  type: csv\n',
    });
    await expect(load()).rejects.toMatchObject({
      code: 'duplicate-key',
      message:
        'dataset "trips" is declared twice in conf/base: conf/base/catalog.yml:2:1 and conf/base/catalog_more.yml:3:1',
    });
  });

  test('parameters of the run override nested ones', async () => {
    expect(
      await parameters('model: {depth: 3, rate: 0.1}\n', {
        runtimeParameters: { 'model.depth': 5, seed: 7, 'new.deep.key': [1] },
      }),
    ).toEqual({ model: { depth: 5, rate: 0.1 }, seed: 7, new: { deep: { key: [1] } } });
  });

  test('names of prototypes are only names', async () => {
    const made = await parameters('a: 1', { runtimeParameters: { '__proto__.polluted': true } });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(made)).toContain('__proto__');
  });
});

describe('YAML errors say where', () => {
  test.each([
    ['a: [1, 2\nb: 3\n', /^conf\/base\/parameters\.yml:2:\d+: /],
    ['a: 1\nb: 2\na: 3\n', /^conf\/base\/parameters\.yml:3:1: the key "a" is given twice/],
    ['a: 1\n---\nb: 2\n', /parameters\.yml:2:1: a second document begins: expected one a file/],
    ['a: 1\nb: !csv x\n', /parameters\.yml:2:4: Unresolved tag: !csv/],
    [`a: ${'['.repeat(20_000)}`, /parameters\.yml:1:\d+: values are nested too deeply/],
    ['a: "open\n', /^conf\/base\/parameters\.yml:\d+:\d+: Missing closing/],
    [
      '- a\n- b\n',
      /^conf\/base\/parameters\.yml:1:1: expected a map of names to values, found a list/,
    ],
    ['a: *nowhere\n', /^conf\/base\/parameters\.yml.*nowhere/],
  ])('a text that is no configuration, case %#', async (text, message) => {
    await expect(parameters(text)).rejects.toThrow(message);
  });

  test('a bomb of aliases is refused', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let index = 1; index < 9; index += 1) {
      lines.push(
        `a${index}: &a${index} [${Array(10)
          .fill(`*a${index - 1}`)
          .join(', ')}]`,
      );
    }
    await expect(parameters(lines.join('\n'))).rejects.toMatchObject({ code: 'yaml-syntax' });
  });

  test('merge keys work', async () => {
    expect(await parameters('_base: &base {x: 1}\na:\n  <<: *base\n  y: 2\n')).toEqual({
      a: { x: 1, y: 2 },
    });
  });
});

describe('interpolation', () => {
  test('references keep their type, texts are joined', async () => {
    expect(
      await parameters(
        [
          '_depth: 3',
          'folder: data',
          'deep: {list: [1, 2]}',
          'depth: ${_depth}',
          'list: ${deep.list}',
          'path: ${folder}/x-${_depth}.csv',
          'chain: ${path}!',
          'escaped: \\${folder}',
          'nested: ${deep.${_key}}',
          '_key: list',
        ].join('\n'),
      ),
    ).toEqual({
      folder: 'data',
      deep: { list: [1, 2] },
      depth: 3,
      list: [1, 2],
      path: 'data/x-3.csv',
      chain: 'data/x-3.csv!',
      escaped: '${folder}',
      nested: [1, 2],
    });
  });

  test('globals and parameters of the run, with defaults', async () => {
    await write({
      'conf/base/globals.yml': 'bucket: {name: base}\n',
      'conf/local/globals.yml': 'bucket: {name: mine}\n',
    });
    const text = [
      'a: ${globals:bucket.name}',
      'b: ${globals:nothing, 7}',
      'c: ${runtime_params:rows, [1, 2]}',
      'd: ${runtime_params:model.depth, 3}',
      'e: ${runtime_params:none, ${globals:bucket.name}}',
    ].join('\n');
    const made = await parameters(text, { runtimeParameters: { 'model.depth': 9 } });
    expect(made).toMatchObject({ a: 'mine', b: 7, c: [1, 2], d: 9, e: 'mine' });
  });

  test.each([
    [
      'a: 1\nbb: ${aa}',
      'conf/base/parameters.yml:2:1: ${aa}: there is no "aa" (did you mean "a"?)',
    ],
    ['a: ${globals:x}', 'globals.yml has no "x"'],
    ['a: ${runtime_params:x}', 'the run was given no "x" (add --params x=VALUE)'],
    ['a: ${global:x}', 'unknown resolver "global" (did you mean "globals"?)'],
    ['a: ${env:HOME}', 'environment variables are read in credentials*.yml only'],
    ['a: ${b}\nb: ${c}\nc: ${a}', 'refers to itself: b → c → a → b'],
    ['a: x${b\n', '"x${b" has a "${" without its "}"'],
    ['a: x${b}\nb: [1]', '${b} is a list: it cannot stand inside a text'],
    ['a:\n  - ok\n  - x: ${nope}', 'conf/base/parameters.yml:3:5: ${nope}: there is no "nope"'],
  ])('is refused with its place, case %#', async (text, message) => {
    const error = await parameters(text).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect((error as { describe(): string }).describe()).toContain(message);
  });
});

describe('credentials', () => {
  test('read environment variables when asked for, not before', async () => {
    await write({
      'conf/base/catalog.yml': '',
      'conf/local/credentials.yml':
        'store: {key: "${env:KEY}", zone: "${env:ZONE, eu}"}\nother: {key: "${env:NOT_SET}"}\nbad: 3\n',
    });
    const made = await load({ variables: { KEY: 'secret' } });
    expect(made.credentials('store')).toEqual({ key: 'secret', zone: 'eu' });
    expect(() => made.credentials('other')).toThrow('the environment variable NOT_SET is not set');
    expect(() => made.credentials('bad')).toThrow('credentials "bad" must be a map');
    expect(() => made.credentials('stoer')).toThrow(
      expect.objectContaining({ hint: 'did you mean "store"?' }),
    );
  });
});
