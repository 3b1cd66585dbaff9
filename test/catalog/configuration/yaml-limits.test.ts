// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the configuration's own ${…} is what is tested
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  Configuration,
  formatLocation,
  parseYamlValue,
  YamlFile,
} from '../../../src/catalog/configuration/index.js';
import { temporaryFolder } from '../../server/serve.js';
import { catalogOf, root } from '../catalog-folder.js';

/** Ten levels of ten aliases each: ten billion values in half a kilobyte. */
function laughs(write: (name: string, inner: string, before: string) => string): string {
  const names = [...'abcdefghij'];
  return names.map((name, i) => write(name, Array(10).fill(0).join(), names[i - 1] ?? '')).join('');
}
const aliasBomb = laughs(
  (name, _, before) => `${name}: &${name} [${before === '' ? 1 : Array(10).fill(`*${before}`)}]\n`,
);
const mergeBomb = laughs((name, _, before) =>
  before === ''
    ? `${name}: &${name} {x: 1}\n`
    : `${name}: &${name} {${[...'0123456789'].map((k) => `k${k}: *${before}`).join(', ')}}\n`,
);

const texts: readonly (readonly [string, string, RegExp])[] = [
  [
    'open brackets',
    '['.repeat(20_000),
    /^f\.yml:1:201: values are nested too deeply: more than 200/,
  ],
  [
    'closed brackets',
    '['.repeat(20_000) + ']'.repeat(20_000),
    /:1:201: values are nested too deeply/,
  ],
  ['maps in braces', '{a: '.repeat(20_000), /values are nested too deeply/],
  ['lists in lines', `${'- '.repeat(20_000)}a`, /values are nested too deeply/],
  ['keys of keys', '? '.repeat(20_000), /values are nested too deeply/],
  [
    'indented maps',
    Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    /values are nested too deeply/,
  ],
  [
    'depth by aliases',
    `${Array.from({ length: 300 }, (_, i) => `a${i}: &a${i} [${i === 0 ? 1 : `*a${i - 1}`}]`).join('\n')}\n`,
    /values are nested too deeply/,
  ],
  ['an alias inside its list', '&a [*a]', /^f\.yml:1:5: the alias \*a stands inside &a itself/],
  ['an alias inside its map', 'a: &a\n  b: *a\n', /^f\.yml:2:6: the alias \*a stands inside &a/],
  ['an alias far inside', 'a: &a\n  b: [1, {c: *a}]\n', /the alias \*a stands inside &a itself/],
  ['a merge of itself', 'a: &a\n  <<: *a\n', /the alias \*a stands inside &a itself/],
  ['a bomb of aliases', aliasBomb, /more than 1,000,000 values, with those of aliases/],
  ['a bomb of maps', mergeBomb, /more than 1,000,000 values, with those of aliases/],
  ['many aliases', `- &a {}\n${'- *a\n'.repeat(1001)}`, /^f\.yml:1002:3: more than 1000 aliases/],
  ['many values', `[${'1,'.repeat(700_000)}]`, /more than 1,000,000 values/],
  ['large text', `# ${'x'.repeat(2 ** 24)}`, /YAML may have at most 16 MiB/],
  ['a misspelt alias', '- &abc 1\n- *abd\n', /^f\.yml:2:3: there is no anchor &abd before/],
  ['two keys of one name', 'a: 1\n1: 1\n"1": 2\n', /^f\.yml:3:1: the key "1" is given twice/],
  ['a map as a key', '? {a: 1}\n: 2\n', /a key must be text, not a list or a map/],
];

describe('YAML has limits', () => {
  test.each(texts)('%s', (_, text, message) => {
    expect(() => YamlFile.parse(text, 'f.yml')).toThrow(
      expect.objectContaining({ code: 'yaml-syntax', message: expect.stringMatching(message) }),
    );
  });

  test('that leave room for what people write', () => {
    const deep = `${'['.repeat(190)}1${']'.repeat(190)}`;
    expect(YamlFile.parse(deep, 'f.yml').value).toBeInstanceOf(Array);
    const shared = 'base: &base {a: 1, b: 2}\none: {<<: *base, b: 3}\ntwo: [*base, *base]\n';
    expect(YamlFile.parse(shared, 'f.yml').value).toEqual({
      base: { a: 1, b: 2 },
      one: { a: 1, b: 3 },
      two: [
        { a: 1, b: 2 },
        { a: 1, b: 2 },
      ],
    });
    const keys = Array.from({ length: 20_000 }, (_, i) => `k${i}: ${i}`).join('\n');
    expect(Object.keys(YamlFile.parse(keys, 'f.yml').value as object)).toHaveLength(20_000);
  });

  test('and lines count on through all documents', () => {
    const files = YamlFile.parseAll('a: 1\n---\nb: 2\n---\n\nc: {d: 3}\n', 'f.yml');
    expect(files.map(({ value }) => value)).toEqual([{ a: 1 }, { b: 2 }, { c: { d: 3 } }]);
    expect(formatLocation(files[2]?.locate(['c', 'd']) as never)).toBe('f.yml:6:5');
  });

  test('also in values of options', () => {
    for (const [, text] of texts.slice(0, 12)) expect(() => parseYamlValue(text)).toThrow();
    expect(parseYamlValue('[1, two]')).toEqual([1, 'two']);
  });
});

describe('datasets have the limits too', () => {
  const load = (text: string, type: string) => {
    writeFileSync(join(root, 'f'), text);
    return catalogOf({ f: { type, filepath: 'f' } }).load('f');
  };

  test.each([
    ['yaml', '['.repeat(20_000), /nested too deeply/],
    ['yaml', '&a [*a]', /stands inside/],
    ['json', `${'['.repeat(20_000)}${']'.repeat(20_000)}`, /nested more than 1000 deep/],
    ['json', '{"a": '.repeat(20_000), /nested more than 1000 deep/],
  ])('%s', async (type, text, message) => {
    await expect(load(text, type)).rejects.toThrow(message);
  });

  test('and JSON may hold brackets in its texts', async () => {
    const value = { text: `"\\${'['.repeat(2000)}` };
    expect(await load(JSON.stringify(value), 'json')).toEqual(value);
  });
});

describe('references have limits', () => {
  const parameters = (values: Readonly<Record<string, unknown>>) =>
    Configuration.of({ parameters: values }).parameters();

  test('as bombs of lists and of texts', () => {
    const lists: Record<string, unknown> = { a0: [1] };
    const words: Record<string, unknown> = { a0: 'ha'.repeat(1000) };
    for (let i = 1; i < 30; i++) {
      lists[`a${i}`] = Array(10).fill(`\${a${i - 1}}`);
      words[`a${i}`] = `\${a${i - 1}}`.repeat(10);
    }
    expect(() => parameters(lists)).toThrow(/references stand for more than 1,000,000 values/);
    expect(() => parameters(words)).toThrow(/references make a text of more than 16 MiB/);
  });

  test('as chains, and as braces in braces', () => {
    const chain: Record<string, unknown> = { a0: 1 };
    for (let i = 1; i < 5000; i++) chain[`a${i}`] = `\${a${i - 1}}`;
    expect(() => parameters(chain)).toThrow(/more than 50 references in a row/);
    const braces = '${'.repeat(5000) + '}'.repeat(5000);
    expect(() => parameters({ a: braces })).toThrow(/stands in more than 50 others/);
  });

  test('and a default that is no YAML names its place', () => {
    expect(() => parameters({ a: '${globals:x, [1}' })).toThrow(
      /^parameters \(program\):1:\d+: \$\{globals:x, \[1\}: the default is not YAML/,
    );
  });
});

test('a pipe or a folder in the place of a file is an error, not a wait', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'f.yml'));
  await expect(YamlFile.read(join(folder, 'f.yml'), folder)).rejects.toMatchObject({
    code: 'not-a-file',
    message: 'f.yml: expected a YAML file, found a folder',
  });
  writeFileSync(join(folder, 'latin.yml'), Buffer.from([0x61, 0x3a, 0x20, 0xe9]));
  await expect(YamlFile.read(join(folder, 'latin.yml'), folder)).rejects.toMatchObject({
    code: 'not-text',
  });
  await expect(YamlFile.read(join(folder, 'latn.yml'), folder)).rejects.toMatchObject({
    code: 'missing-file',
    hint: 'did you mean "latin.yml"?',
  });
});
