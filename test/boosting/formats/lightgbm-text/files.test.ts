import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  formatModel,
  parseModel,
  readModel,
  writeModel,
} from '../../../../src/boosting/formats/index.js';
import { fixturePath, modelText } from '../../support/fixtures.js';

const folder = mkdtempSync(join(tmpdir(), 'cambium-model-'));
afterAll(() => rmSync(folder, { recursive: true }));

const regression = modelText('regression');

describe('a model file', () => {
  it('may have been given the line ends of Windows', () => {
    const model = parseModel(regression.replaceAll('\n', '\r\n'));
    expect(formatModel(model)).toBe(regression);
  });

  it('may be of version 3, which has no is_linear, and lack sizes of trees', () => {
    const text = regression
      .replace('version=v4', 'version=v3')
      .replace(/tree_sizes=.*\n/, '')
      .replaceAll('is_linear=0\n', '');
    expect(formatModel(parseModel(text))).toBe(regression);
  });

  it('keeps what it does not know in the header', () => {
    const text = regression.replace('feature_infos=', 'monotone_constraints=0 1\nfeature_infos=');
    const model = parseModel(text);
    expect(model.extra.get('monotone_constraints')).toBe('0 1');
    expect(formatModel(model)).toBe(text);
  });

  it('keeps a section of a parser', () => {
    const text = regression.replace(
      '\npandas_categorical',
      '\nparser:\n{"className":"x"}\n\nend of parser\n\npandas_categorical',
    );
    expect(formatModel(parseModel(text))).toBe(text);
  });

  it('is written whole or not at all', async () => {
    const path = join(folder, 'out.txt');
    const model = await readModel(fixturePath('binary', 'model.txt'));
    await writeModel(model, path);
    expect(readFileSync(path, 'utf8')).toBe(modelText('binary'));
    const occupied = join(folder, 'occupied');
    mkdirSync(occupied);
    writeFileSync(join(occupied, 'file'), '');
    await expect(writeModel(model, occupied)).rejects.toThrow(
      /occupied is a folder: name a file to write/,
    );
    writeFileSync(join(folder, 'plain'), '');
    await expect(writeModel(model, join(folder, 'plain/m.txt'))).rejects.toThrow(
      /cannot be written: a part of its path is a file/,
    );
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });
});
