import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { formatModel, parseModel, referencePredict } from '../../../../src/boosting/index.js';

const file = (name: string): string =>
  readFileSync(
    fileURLToPath(new URL(`../../../fixtures/lightgbm-versions/${name}`, import.meta.url)),
    'utf8',
  );

interface Expected {
  readonly library: string;
  readonly rows: readonly (readonly (number | null)[])[];
  readonly raw: readonly number[];
  readonly value: readonly number[];
  readonly leaf: readonly number[];
}

const models = ['regression', 'binary', 'multiclass'];
const versions = [
  ['v2', '2.2.3'],
  ['v3', '3.3.5'],
] as const;

describe.each(versions)('a model of version %s', (version, library) => {
  test.each(models)('%s predicts as LightGBM did', (name) => {
    const text = file(`${name}.${version}.txt`);
    expect(text).toContain(`version=${version}\n`);
    const expected: Expected = JSON.parse(file(`${name}.${version}.json`));
    expect(expected.library).toBe(library);
    const model = parseModel(text, name);
    const rows = expected.rows.map((row) => Float64Array.from(row, (x) => x ?? Number.NaN));
    const of = (kind: 'raw' | 'leaf' | 'value') =>
      rows.flatMap((row) => [...referencePredict(model, row, kind)]);
    expect(of('leaf')).toEqual(expected.leaf);
    expect(of('raw')).toEqual(expected.raw);
    of('value').forEach((value, i) => {
      expect(value).toBeCloseTo(expected.value[i]!, 13);
    });
  });

  test.each(models)('%s becomes a model of version v4 with the same trees', (name) => {
    const model = parseModel(file(`${name}.${version}.txt`), name);
    const text = formatModel(model);
    expect(text).toContain('version=v4\n');
    expect(parseModel(text, name).trees).toEqual(model.trees);
  });

  test('is refused where a line of a tree is damaged, by its number', () => {
    const text = file(`regression.${version}.txt`);
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.startsWith('threshold='));
    const damaged = lines.with(at, 'threshold=1 2').join('\n');
    expect(() => parseModel(damaged, 'm.txt')).toThrow(
      `m.txt:${at + 1}: tree 0: threshold must have 7 numbers, found 2`,
    );
  });
});
