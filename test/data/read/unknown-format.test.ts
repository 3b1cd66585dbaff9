import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTable } from '../../../src/data/index.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'unknown-format-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = '1\t2.5\t-3\n0\tnan\t4e-3\n';
const table = 'a,b\n1,2\n';
const model = 'tree\nversion=v4\nnum_class=1\n';

test.each([
  [
    'binary.train',
    rows,
    /rows of numbers without names/,
    /readTable\('…', \{ format: 'tsv', header: false \}\); cambium train/,
  ],
  ['rows.dat', rows.replaceAll('\t', ' '), /rows of numbers without names/, /separator: ' '/],
  ['clicks.svm', '1 3:0.5 7:1\n0 1:2\n', /it holds LibSVM/, /readLibsvm/],
  ['model.txt', model, /it is a model file, not a table/, 'readModel reads it'],
  ['trips.cvs', table, /seems to hold CSV/, 'did you mean .csv?'],
  ['TRIPS.CVS.GZ', gzipSync(table), /seems to hold CSV/, 'did you mean .csv?'],
  ['trips.txt', table, /seems to hold CSV/, "rename it to .csv, or set format: 'csv'"],
  ['trips', '[{"a": 1}]', /seems to hold JSON/, /format: 'json'/],
  ['trips.parq', 'PAR1    PAR1', /it holds Parquet/, /rename it to .parquet/],
  [
    'trips.csv.zst',
    Buffer.of(0x28, 0xb5, 0x2f, 0xfd, 0),
    /compressed by zstd/,
    'unpack it: zstd -d',
  ],
  ['trips.xlsx', 'PK\u0003\u0004', /ZIP archive/, /save the sheet as CSV/],
  ['trips.csv.zip', 'PK\u0003\u0004', /ZIP archive/, /unpack it/],
] as const)('of a file %s the error says what it holds', async (name, content, what, hint) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  await expect(readTable(path)).rejects.toMatchObject({
    name: 'CambiumError',
    code: 'unknown-format',
    problem: expect.stringMatching(what),
    hint: typeof hint === 'string' ? hint : expect.stringMatching(hint),
  });
});

test.each([
  ['model.csv', model, 'is a model file, not a table'],
  ['trips.parquet.gz', gzipSync('PAR1'), 'is compressed by gzip, but Parquet is read as it is'],
] as const)('of a file %s its content is told apart from its name', async (name, content, what) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  await expect(readTable(path)).rejects.toMatchObject({
    code: 'wrong-format',
    problem: expect.stringContaining(what),
  });
});

test('of an unknown extension a missing, an empty and a folder are what they are', async () => {
  writeFileSync(join(folder, 'empty.train'), '');
  for (const [path, code] of [
    [join(folder, 'empty.train'), 'empty-file'],
    [join(folder, 'none.train'), 'missing-file'],
    [folder, 'directory'],
  ] as const) {
    await expect(readTable(path)).rejects.toMatchObject({ code });
  }
});

test('such a file is read as the error says', async () => {
  const path = join(folder, 'told.train');
  writeFileSync(path, rows);
  const told = await readTable(path, { format: 'tsv', header: false });
  expect(told.numRows).toBe(2);
  expect(told.numCols).toBe(3);
});

test('many digits that end in no number are refused in linear time', async () => {
  const path = join(folder, 'digits.dat');
  writeFileSync(path, `${'1'.repeat(500_000)}x\t1\n`);
  await expect(readTable(path)).rejects.toMatchObject({ code: 'unknown-format' });
});
