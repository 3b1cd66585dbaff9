import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ColumnMemory, csrFromArrays, SparseTable, toColumns } from '../../../src/data/index.js';
import { failure } from '../folder.js';

describe('a matrix from arrays', () => {
  test('has the rows that the arrays tell, in an arena', () => {
    const memory = new ColumnMemory();
    const matrix = csrFromArrays([0, 2, 2, 3], [1, 4, 0], [5, Number.NaN, -1.5], 6, memory);
    expect([matrix.rows, matrix.columns, matrix.entries]).toEqual([3, 6, 3]);
    expect(matrix.memory).toBe(memory);
    expect([0, 1, 2].map((row) => [...matrix.row(row)])).toEqual([
      [0, 5, 0, 0, Number.NaN, 0],
      [0, 0, 0, 0, 0, 0],
      [-1.5, 0, 0, 0, 0, 0],
    ]);
  });

  test('is as wide as its largest index needs, and keeps 32-bit values', () => {
    const matrix = csrFromArrays(new Int32Array([0, 1]), [7], new Float32Array([0.1]));
    expect([matrix.columns, matrix.values]).toEqual([8, new Float32Array([0.1])]);
    expect(csrFromArrays([0], [], []).columns).toBe(0);
  });

  test.each([
    [[], [], [], 3, 'indptr is empty: expected one number more than rows'],
    [[0, 1], [0, 1], [1], 3, 'there are 2 indices, but 1 values'],
    [[1, 2], [0, 1], [1, 2], 3, 'indptr begins with 1: expected 0'],
    [[0, 1], [0, 1], [1, 2], 3, 'indptr ends with 1, but there are 2 indices'],
    [[0, 2, 1, 2], [0, 1], [1, 2], 3, 'indptr descends from 2 to 1 at row 1'],
    [[0, 5, 2], [0, 1], [1, 2], 3, 'row 0 ends at entry 5, but there are 2 indices'],
    [[0, 2], [0, 3], [1, 2], 3, 'row 0 has an entry in column 3: expected from 0 to 2'],
    [[0, 2], [0, -1], [1, 2], undefined, 'column -1: expected at least 0'],
    [[0, 0, 2], [1, 0], [1, 2], 3, 'row 1 has column 0 behind column 1: they must ascend'],
    [[0, 2], [1, 1], [1, 2], 3, 'row 0 has column 1 twice'],
    [[0, 1.5], [1], [1], 3, 'indptr[1] is 1.5: expected a whole number below 2^31'],
    [[0, 1], [2 ** 31], [1], undefined, 'indices[0] is 2147483648: expected a whole number'],
    [[0, 1], [0], [1], -1, 'a matrix cannot have -1 columns'],
  ])('is refused: %j %j %j %j', async (indptr, indices, values, columns, message) => {
    const memory = new ColumnMemory();
    const { mark } = memory;
    const error = await failure(() => csrFromArrays(indptr, indices, values, columns, memory));
    expect(error.code).toBe('bad-matrix');
    expect(error.message).toContain(message);
    expect(memory.mark).toBe(mark);
  });

  test('any dense matrix comes back row by row', () => {
    const value = fc.oneof(fc.constant(0), fc.double({ noNaN: true }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 6 })
          .chain((columns) =>
            fc.array(fc.array(value, { minLength: columns, maxLength: columns }), { maxLength: 8 }),
          ),
        (dense) => {
          const indptr = [0];
          const indices: number[] = [];
          const values: number[] = [];
          for (const row of dense) {
            row.forEach((one, column) => {
              if (one === 0) return;
              indices.push(column);
              values.push(one);
            });
            indptr.push(indices.length);
          }
          const matrix = csrFromArrays(indptr, indices, values, dense[0]?.length ?? 1);
          dense.forEach((row, at) => {
            expect([...matrix.row(at)]).toEqual(row.map((one) => (one === 0 ? 0 : one)));
          });
          const byColumn = toColumns(matrix);
          for (let column = 0; column < matrix.columns; column++) {
            const range = [byColumn.indptr[column], byColumn.indptr[column + 1]];
            const found = dense.flatMap((row, at) => (row[column] === 0 ? [] : [at]));
            expect([...byColumn.indices.slice(...range)]).toEqual(found);
            expect([...byColumn.values.slice(...range)]).toEqual(
              found.map((at) => dense[at]?.[column]),
            );
          }
          expect(ColumnMemory.of(byColumn.values.buffer)).toBe(matrix.memory);
        },
      ),
      { numRuns: 50 },
    );
  });
});

test('a sparse table has a name for each column', async () => {
  const matrix = csrFromArrays([0, 1], [2], [1]);
  expect(new SparseTable(matrix).names).toEqual(['Column_0', 'Column_1', 'Column_2']);
  const error = await failure(() => new SparseTable(matrix, ['a']));
  expect(error.problem).toBe('there are 1 names, but the matrix has 3 columns');
});
