/** Texts in SQL and in JavaScript. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  column,
  expressionFromJson,
  parseTableSchema,
  readTable,
  writeTable,
} from '../../../src/data/index.js';
import { failure, rowsOf } from '../folder.js';

import { both, expectEqual, folder, x } from './both.js';

describe('texts', () => {
  test('maps, codes and comparisons agree', async () => {
    const letters = fc.constantFrom('Y', 'N', '', 'yes', "it's", 'ü', '😀', '\uFFEE', 'a,b', 'nan');
    const t = column('t');
    const u = column('u');
    const select = {
      map: t.mapValues({ Y: 1, N: 0, "it's": 2.5 }),
      other: t.mapValues({ Y: 1 }, -1),
      code: t.codeIn(['N', 'Y', 'ü', '😀']),
      equal: t.equals('ü'),
      same: t.asText().equals(u),
      less: t.asText().lessThan(u),
      missing: t.isNull(),
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ t: letters, u: letters }), { minLength: 1, maxLength: 40 }),
        async (rows) => {
          const { sql, js } = await both([{ t: 'Y', u: 'N' }, ...rows], select);
          expectEqual(js, sql);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('a text has the same number on both sides, whether there are few or many', async () => {
    const key = fc.oneof(
      fc.stringMatching(/^[a-cA-C]{1,3}$/),
      fc.constantFrom("'", "it's", ' a', 'a ', 'é', '😀', '0', '10', '9', '__proto__', 'NULL', '%'),
    );
    const value = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
    const lists = fc.uniqueArray(key, { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        lists,
        fc.array(fc.tuple(key, value), { maxLength: 40 }),
        fc.option(value),
        fc.array(key, { minLength: 1, maxLength: 40 }),
        async (categories, entries, otherwise, texts) => {
          const values = Object.fromEntries(entries);
          const select = {
            code: column('t').codeIn(categories),
            number: column('t').mapValues(values, otherwise),
            // As a saved expression may be: the last of equal texts counts.
            saved: expressionFromJson({
              op: 'map',
              of: { op: 'column', name: 't', kind: 'text' },
              values: [...entries, ...entries.map(([text], place) => [text, place])],
              otherwise,
            }),
          };
          const rows = ['x', '', ...texts].map((t) => ({ t, other: '1' }));
          const { sql, js } = await both(rows, select);
          expectEqual(js, sql);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('numbers and booleans have the same text on both sides', async () => {
    const select = {
      code: column('n').codeIn(['1', '2.5', 'x']),
      flag: column('b').codeIn(['false', 'true']),
    };
    const path = folder.write('numbers.csv', 'n,b\n1,true\n2.5,false\n');
    const table = await readTable(path, { select });
    const rows = [
      { n: 1, b: true },
      { n: 2.5, b: false },
    ];
    expect(rowsOf(table)).toEqual(
      rows.map((row) => ({ code: select.code.evaluate(row), flag: select.flag.evaluate(row) })),
    );
    expect(select.code.evaluate(rows[0]!)).toBe(0);
  });
});

describe('texts that are numbers', () => {
  test('are read as such from files that hold them as text', async () => {
    const table = await readTable(folder.write('texts.csv', 'x,y\n1,a\n 2.5 ,b\n,c\n'), {
      schema: parseTableSchema({ x: 'utf8' }),
    });
    await writeTable(table, folder.file('texts.parquet'));
    const select = { root: x.sqrt(), text: x.asText(), twice: x.times(2) };
    expect(rowsOf(await readTable(folder.file('texts.parquet'), { select }))).toEqual([
      { root: 1, text: '1', twice: 2 },
      { root: Math.sqrt(2.5), text: ' 2.5 ', twice: 5 },
      { root: null, text: null, twice: null },
    ]);
    const wrong = { root: column('y').sqrt() };
    const error = await failure(() => readTable(folder.file('texts.parquet'), { select: wrong }));
    expect(error.problem).toBe(
      `${folder.file('texts.parquet')}, column "y": expected a number, found "a"`,
    );
  });
});
