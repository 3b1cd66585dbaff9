/** What tables are made of: growing and packing in an arena, distinct texts, bitmaps, views, taken rows. */
import {
  Bool,
  makeTable,
  makeVector,
  RecordBatch,
  Table,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ColumnMemory, numericColumn, readTable, tableMemory } from '../../../src/data/index.js';
import { ArenaBuffer, pack } from '../../../src/data/table/arena-buffer.js';
import { StringDictionary } from '../../../src/data/table/strings.js';
import { TableBuilder } from '../../../src/data/table/table-builder.js';
import { takeRows } from '../../../src/data/table/take-rows.js';
import { copyBits, isValid, markPresent } from '../../../src/data/table/validity.js';
import { failure, rowsOf, temporaryFolder } from '../folder.js';

const folder = temporaryFolder();

describe('ArenaBuffer', () => {
  test('keeps its bytes when it grows, and packing leaves no gap and no dirt', () => {
    const memory = new ColumnMemory();
    const mark = memory.mark;
    const buffers = [3, 5].map((fill) => {
      const buffer = new ArenaBuffer(memory, 100);
      buffer.bytes().fill(fill);
      return buffer;
    });
    for (const buffer of buffers) buffer.grow(400_000, 100);
    pack(
      memory,
      mark,
      memory.mark,
      buffers.map((buffer) => ({ buffer, used: 90 })),
    );
    expect(buffers.map((buffer) => [...new Set(buffer.bytes())])).toEqual([[3], [5]]);
    expect(memory.mark - mark).toBeLessThanOrEqual(64 + 128 + 90);
    // Whoever allocates next gets zeros.
    expect(memory.allocateUint8(800_000).every((byte) => byte === 0)).toBe(true);
  });

  test('leaves what others allocated where it is', () => {
    const memory = new ColumnMemory();
    const mark = memory.mark;
    const buffer = new ArenaBuffer(memory, 1000);
    const end = memory.mark;
    const theirs = memory.allocateUint8(10).fill(9);
    pack(memory, mark, end, [{ buffer, used: 10 }]);
    expect(memory.mark).toBeGreaterThan(theirs.byteOffset);
    expect([...theirs]).toEqual(Array(10).fill(9));
  });
});

describe('TableBuilder', () => {
  test('grows far beyond a wrong estimate', () => {
    const memory = new ColumnMemory();
    const builder = new TableBuilder(
      memory,
      [
        { name: 'a', type: 'float64' },
        { name: 'b', type: 'int16' },
      ],
      1,
    );
    const expected: number[] = [];
    for (let size = 1; size < 3000; size = size * 2 + 1) {
      const values = Float64Array.from({ length: size }, (_, i) => expected.length + i);
      // Every third of the integers is missing.
      const validity = new Uint8Array(Math.ceil(size / 8) + 8);
      values.forEach((value, i) => {
        if (value % 3 !== 0) validity[i >> 3]! |= 1 << (i & 7);
      });
      builder.append(size, ([a, b]) => {
        a!.appendValues(new Uint8Array(values.buffer), undefined, 0, size);
        b!.appendValues(new Uint8Array(new Int16Array(values).buffer), validity, 0, size);
      });
      expected.push(...values);
    }
    const table = builder.finish();
    expect([...numericColumn(table, 'a')]).toEqual(expected);
    expect([...numericColumn(table, 'b')]).toEqual(
      expected.map((value) => (value % 3 === 0 ? Number.NaN : value)),
    );
    expect(table.getChild('b')!.nullCount).toBe(expected.filter((value) => value % 3 === 0).length);
  });
});

describe('StringDictionary', () => {
  test('numbers distinct texts in order of appearance', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 300 }), (texts) => {
        const dictionary = new StringDictionary();
        const order = [...new Set(texts)];
        for (const text of texts) {
          expect(dictionary.codeOf(text)).toBe(order.indexOf(text));
        }
        expect([...dictionary.toVector()]).toEqual(order);
      }),
    );
  });

  test('holds many thousands', () => {
    const dictionary = new StringDictionary();
    for (let i = 0; i < 50_000; i++) expect(dictionary.codeOf(`text ${i}`)).toBe(i);
    for (let i = 0; i < 50_000; i += 7) expect(dictionary.codeOf(`text ${i}`)).toBe(i);
    expect(dictionary.size).toBe(50_000);
  });
});

describe('bitmaps', () => {
  test('copying and marking touch the named bits alone', () => {
    const place = fc.integer({ min: 0, max: 70 });
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 30, maxLength: 30 }),
        place,
        place,
        place,
        (source, from, at, rows) => {
          const target = new Uint8Array(30).fill(0b10110010);
          const before = Uint8Array.from(target);
          copyBits(source, from, target, at, rows);
          for (let bit = 0; bit < 240; bit++) {
            const copied = bit >= at && bit < at + rows;
            const expected = copied ? isValid(source, bit - at + from) : isValid(before, bit);
            expect(isValid(target, bit)).toBe(expected);
          }
          const marked = Uint8Array.from(before);
          markPresent(marked, at, at + rows);
          for (let bit = 0; bit < 240; bit++) {
            expect(isValid(marked, bit)).toBe(
              (bit >= at && bit < at + rows) || isValid(before, bit),
            );
          }
        },
      ),
    );
  });
});

describe('numericColumn', () => {
  test('is a view where the values are floats, and one copy kept with the table where not', async () => {
    const table = await readTable(folder.write('t.csv', 'x,flag\n1,true\n2,\n'));
    expect(numericColumn(table, 'x').byteOffset).toBe(
      table.batches[0]!.data.children[0]!.values.byteOffset,
    );
    const flag = numericColumn(table, 'flag');
    expect(flag).toEqual(new Float32Array([1, Number.NaN]));
    expect(numericColumn(table, 'flag')).toBe(flag);
    expect(ColumnMemory.of(flag.buffer)).toBe(tableMemory(table));
  });

  test('takes tables that others made: several chunks, 64-bit integers, nulls, slices', () => {
    const integers = vectorFromArray([1n, -2n, null, 2n ** 40n]);
    const table = new Table({ wide: integers, small: makeVector(new Int8Array([1, 2, 3, 4])) });
    expect(numericColumn(table, 'wide')).toEqual(new Float64Array([1, -2, Number.NaN, 2 ** 40]));
    expect(numericColumn(table, 'small')).toEqual(new Float32Array([1, 2, 3, 4]));
    expect(tableMemory(table)).toBeUndefined();
    const chunks = tableFromArrays({ x: new Float64Array([1, 2, 3]) }).concat(
      tableFromArrays({ x: new Float64Array([4, 5]) }),
    );
    expect(numericColumn(chunks, 'x')).toEqual(new Float64Array([1, 2, 3, 4, 5]));
    expect(numericColumn(chunks.slice(1, 4), 'x')).toEqual(new Float64Array([2, 3, 4]));
    const flags = makeTable({ x: new Float32Array([1, 2]) });
    expect(numericColumn(flags, 'x')).toBeInstanceOf(Float32Array);
    const bools = new Table({ b: vectorFromArray([true, null, false, true], new Bool()) });
    expect(numericColumn(bools.slice(1, 4), 'b')).toEqual(new Float32Array([Number.NaN, 0, 1]));
    const back = tableFromIPC(tableToIPC(table));
    expect(numericColumn(back, 'wide')).toEqual(new Float64Array([1, -2, Number.NaN, 2 ** 40]));
  });

  test('of a table without rows is an error', async () => {
    const empty = await readTable(folder.write('empty.csv', 'x\n'), { allowEmpty: true });
    expect(empty.numRows).toBe(0);
    expect((await failure(() => numericColumn(empty, 'x'))).code).toMatch(
      /empty-table|column-type/,
    );
  });
});

describe('takeRows', () => {
  test('gathers rows of every type in the order asked', async () => {
    const lines = Array.from(
      { length: 500 },
      (_, i) =>
        `${i},${i % 3 === 0 ? '' : i / 2},${i % 4 === 0 ? '' : i % 2 === 0},${i % 5 === 0 ? '' : `t${i % 7}`},2016-01-01 00:00:${String(i % 60).padStart(2, '0')}`,
    );
    const table = await readTable(folder.write('rows.csv', `a,b,c,d,e\n${lines.join('\n')}\n`));
    const rows = Uint32Array.from({ length: 333 }, (_, i) => (i * 271) % 500);
    const memory = new ColumnMemory();
    const taken = takeRows(table, rows, memory);
    const all = rowsOf(table);
    expect(rowsOf(taken)).toEqual([...rows].map((row) => all[row]));
    expect(tableMemory(taken)).toBe(memory);
    expect(taken.batches).toHaveLength(1);
    expect(taken.batches[0]).toBeInstanceOf(RecordBatch);
  });

  test('reaches across chunks', () => {
    const chunks = tableFromArrays({ x: new Float64Array([1, 2, 3]) }).concat(
      tableFromArrays({ x: new Float64Array([4, 5]) }),
    );
    const taken = takeRows(chunks, Uint32Array.of(4, 0, 3, 2));
    expect(numericColumn(taken, 'x')).toEqual(new Float64Array([5, 1, 4, 3]));
  });
});
