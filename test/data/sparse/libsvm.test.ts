import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ColumnMemory, readLibsvm } from '../../../src/data/index.js';
import { failure, temporaryFolder } from '../folder.js';

const folder = temporaryFolder();

describe('a LibSVM file', () => {
  test('gives matrix and labels; indices are taken as they are', async () => {
    const path = folder.write(
      'a.svm',
      '\uFEFF1 1:0.5 3:-2e1 # a comment\n\n# nothing\n-1\r\n+0.25\t2:+1\t 4 : 7.25 \nnan 0:na 3:1',
    );
    const memory = new ColumnMemory();
    const { matrix, labels, queries, beyond } = await readLibsvm(path, { memory });
    expect([matrix.rows, matrix.columns, matrix.memory]).toEqual([4, 5, memory]);
    expect([...labels]).toEqual([1, -1, 0.25, Number.NaN]);
    expect([0, 1, 2, 3].map((row) => [...matrix.row(row)])).toEqual([
      [0, 0.5, 0, -20, 0],
      [0, 0, 0, 0, 0],
      [0, 0, 1, 0, 7.25],
      [Number.NaN, 0, 0, 1, 0],
    ]);
    expect([queries, beyond]).toEqual([undefined, 0]);
  });

  test('puts a row in order, and gives queries', async () => {
    const path = folder.write('q.svm', '1 qid:7 5:1 2:3 9:4\n0 qid:7 1:1\n2 qid:3 1:8 0:2\n');
    const { matrix, queries } = await readLibsvm(path);
    expect([...matrix.indices]).toEqual([2, 5, 9, 1, 0, 1]);
    expect([...matrix.values]).toEqual([3, 1, 4, 1, 2, 8]);
    expect([...(queries ?? [])]).toEqual([7, 7, 3]);
  });

  test('puts a long row in order in less than quadratic time, and tells its twins', async () => {
    const entries = Array.from({ length: 300_000 }, (_, place) => `${300_000 - place}:${place}`);
    const path = folder.write('long.svm', `1 ${entries.join(' ')}\n`);
    const { matrix } = await readLibsvm(path);
    expect([matrix.indices[0], matrix.indices[299_999]]).toEqual([1, 300_000]);
    expect([matrix.values[0], matrix.values[299_999]]).toEqual([299_999, 0]);
    folder.write('long.svm', `1 ${entries.join(' ')} 7:1\n`);
    const error = await failure(() => readLibsvm(path));
    expect(error.problem).toBe(`${path}:1: index 7 is there twice`);
  });

  test('has lines of limited length', async () => {
    const long = Buffer.alloc(2 ** 26 + 2 ** 21, ' ');
    const path = folder.write(
      'long.svm.gz',
      gzipSync(Buffer.concat([Buffer.from('1 1:2\n'), long])),
    );
    const error = await failure(() => readLibsvm(path));
    expect(error.code).toBe('long-line');
    expect(error.problem).toBe(`${path}: the line that begins at byte 6 is longer than 64 MiB`);
  });

  test('is cut or widened to the width of another', async () => {
    const path = folder.write('w.svm', '1 0:1 4:2 9:3\n0 9:1\n');
    const narrow = await readLibsvm(path, { columns: 5 });
    expect([narrow.matrix.columns, narrow.matrix.entries, narrow.beyond]).toEqual([5, 2, 2]);
    expect((await readLibsvm(path, { columns: 20 })).matrix.columns).toBe(20);
  });

  test.each([
    ['x 1:2\n', '1: expected a label, a number, found "x"'],
    ['1 1:2\n1:2 3:4\n', '2: expected a label, a number, found "1:2"'],
    ['1 1:2\n\n1 3\n', '3: expected index:value, found "3"'],
    ['1 -3:4\n', '1: expected index:value, found "-3:4"'],
    ['1 a:4\n', '1: expected index:value, found "a:4"'],
    ['1 3:\n', '1: expected a number behind "3:", found the end of the line'],
    ['1 3:4x\n', '1: expected a number behind "3:", found "4x"'],
    ['1 3:4:5\n', '1: expected a number behind "3:", found "4:5"'],
    ['1 3:4 5:6 3:7\n', '1: index 3 is there twice'],
    ['1 99999999999:4\n', '1: expected an index below 2^31 - 1, found "99999999999"'],
    ['1 qid:1 1:1\n1 1:1\n', '2: expected qid:, as in the rows before'],
    ['1 1:1\n1 qid:1 1:1\n', '2: expected no qid:, as in the rows before, found "qid:1"'],
    ['1 qid:1 qid:2\n', '1: expected one qid: a row, found "qid:2"'],
    ['1 qid:x\n', '1: expected index:value or qid:number, found "qid:x"'],
    ['1 qqq\n', '1: expected index:value or qid:number, found "qqq"'],
  ])('is refused with its line: %j', async (text, message) => {
    const path = folder.write('bad.svm', text);
    const memory = new ColumnMemory();
    const { mark } = memory;
    const error = await failure(() => readLibsvm(path, { memory }));
    expect(error.problem).toBe(`${path}:${message}`);
    expect(memory.mark).toBe(mark);
  });

  test('that is missing, empty or no text is named', async () => {
    expect((await failure(() => readLibsvm(folder.file('no.svm')))).code).toBe('missing-file');
    const blank = folder.write('blank.svm', '\n# nothing\n');
    expect((await failure(() => readLibsvm(blank))).problem).toBe(`${blank} has no rows`);
    const binary = folder.write('binary.svm', 'a\0b');
    expect((await failure(() => readLibsvm(binary))).code).toBe('not-text');
    const cut = folder.write('cut.svm.gz', gzipSync('1 1:1\n'.repeat(9999)).subarray(0, 60));
    expect((await failure(() => readLibsvm(cut))).code).toBe('unreadable');
  });

  test('of more than one block, plain and packed, gives what was written', async () => {
    const rows = Array.from({ length: 40_000 }, (_, row) =>
      Array.from({ length: 1 + ((row * 7) % 9) }, (_, i) => [i * 11 + (row % 10), row + i / 8]),
    );
    const text = rows.map((row, at) => `${at} ${row.map((entry) => entry.join(':')).join(' ')}`);
    const plain = folder.write('large.svm', text.join('\n'));
    const packed = folder.write('large.svm.gz', gzipSync(text.join('\n')));
    for (const path of [plain, packed]) {
      const { matrix, labels } = await readLibsvm(path);
      expect(matrix.rows).toBe(rows.length);
      expect([...matrix.indices]).toEqual(rows.flatMap((row) => row.map(([index]) => index)));
      expect([...matrix.values]).toEqual(rows.flatMap((row) => row.map(([, value]) => value)));
      expect(labels.every((label, row) => label === row)).toBe(true);
    }
  });

  test('of any matrix gives that matrix', async () => {
    const value = fc.oneof(
      // Text has no negative zero.
      fc.double({ noDefaultInfinity: true, noNaN: true }).map((double) => double + 0),
      fc.integer({ min: -1000, max: 1000 }),
      fc.constantFrom(1e22, 1.7976931348623157e308, 5e-324, 0.1, 123456789.1234567),
    );
    const row = fc.tuple(value, fc.dictionary(fc.nat({ max: 40 }).map(String), value));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
        // A whole number beyond 2^53 is refused when it has no exponent.
        const text = (number: number) =>
          Math.abs(number) > 2 ** 53 ? number.toExponential() : String(number);
        const lines = rows.map(([label, entries]) =>
          [
            text(label),
            ...Object.entries(entries).map(([index, one]) => `${index}:${text(one)}`),
          ].join(' '),
        );
        const { matrix, labels } = await readLibsvm(folder.write('p.svm', lines.join('\n')));
        expect([...labels]).toEqual(rows.map(([label]) => label));
        const read = rows.map((_, at) => {
          const range = [matrix.indptr[at], matrix.indptr[at + 1]];
          const indices = [...matrix.indices.slice(...range)].map(String);
          const values = matrix.values.slice(...range);
          return Object.fromEntries(indices.map((index, i) => [index, values[i]]));
        });
        expect(read).toEqual(rows.map(([, entries]) => ({ ...entries })));
      }),
      { numRuns: 60 },
    );
  });
});
