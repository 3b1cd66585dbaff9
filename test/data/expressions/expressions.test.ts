/** One definition, two runs: what DuckDB computes for a file equals what JavaScript computes for its rows. */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import {
  atan2,
  bearingDegrees,
  closeDatabase,
  column,
  type Expression,
  expressionFromJson,
  FeatureSet,
  haversineKilometres,
  literal,
  parseTableSchema,
  readTable,
  when,
  writeTable,
} from '../../../src/data/index.js';
import { failure, rowsOf, temporaryFolder } from '../folder.js';

const folder = temporaryFolder();
afterAll(closeDatabase);

type Row = Record<string, string>;
let files = 0;

/** What DuckDB makes of rows of a CSV file, and what JavaScript makes of their texts. */
async function both(
  rows: readonly Row[],
  select: Record<string, Expression>,
): Promise<{ sql: unknown[][]; js: unknown[][] }> {
  const names = Object.keys(rows[0]!);
  const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = rows.map((row) => names.map((name) => cell(row[name]!)).join(','));
  const path = folder.write(`rows-${files++}.csv`, `${names.join(',')}\n${lines.join('\n')}\n`);
  const table = await readTable(path, { select });
  return {
    sql: rowsOf(table).map((row) => Object.keys(select).map((name) => row[name])),
    js: rows.map((row) => Object.values(select).map((expression) => expression.evaluate(row))),
  };
}

/** Equal, or as near as two libraries' sines are. */
function expectEqual(actual: unknown[][], expected: unknown[][], tolerance = 0): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((row, i) => {
    row.forEach((value, j) => {
      const other = expected[i]![j];
      if (typeof value === 'number' && typeof other === 'number') {
        const far = Math.abs(value - other);
        if (far <= tolerance * Math.max(1, Math.abs(value))) return;
      }
      expect(other, `row ${i}, expression ${j}`).toBe(value);
    });
  });
}

const x = column('x');
const y = column('y');

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.double({ min: -1000, max: 1000, noNaN: true }).map(String),
  fc.integer({ min: -100, max: 100 }).map(String),
  fc.constantFrom(
    '',
    'nan',
    '0',
    '-0.0',
    '1',
    '-1',
    '1e308',
    '-1e308',
    '5e-324',
    '0.5',
    '2.5',
    '-2.5',
  ),
);

const exact: Record<string, Expression> = {
  plus: x.plus(y),
  minus: x.minus(y),
  times: x.times(y),
  dividedBy: x.dividedBy(y),
  modulo: x.modulo(y),
  negate: x.negate(),
  abs: x.abs(),
  floor: x.floor(),
  ceil: x.ceil(),
  round: x.round(),
  sqrt: x.sqrt(),
  min: x.min(y),
  max: x.max(y),
  radians: x.radians(),
  degrees: x.degrees(),
  single: x.cast('float32'),
  whole: x.cast('int32'),
  double: x.cast('float64'),
  less: x.lessThan(y),
  atMost: x.atMost(y),
  equal: x.equals(y),
  notEqual: x.notEquals(y),
  between: x.between(-1, y),
  isIn: x.isIn([0, 1, 2.5]),
  missing: x.isNull(),
  orElse: x.orElse(7),
  both: x.greaterThan(0).and(y.greaterThan(0)),
  either: x.greaterThan(0).or(y.greaterThan(0)),
  not: x.greaterThan(y).not(),
  count: x.greaterThan(0).plus(y.greaterThan(0)),
  choice: when(x.lessThan(y)).then(x.times(2)).when(x.equals(y)).then(0).otherwise(y),
  overflow: when(x.times(x).minus(y.times(y)).lessThan(1))
    .then(1)
    .otherwise(0),
};

describe('numbers', () => {
  test('arithmetic, comparison and choice agree to the last bit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ x: number, y: number }), { minLength: 1, maxLength: 60 }),
        async (rows) => {
          const { sql, js } = await both(rows, exact);
          expectEqual(js, sql);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('roots, logarithms and angles agree to a few units in the last place', async () => {
    const near: Record<string, Expression> = {
      exp: x.exp(),
      log: x.log(),
      log1p: x.log1p(),
      log2: x.log2(),
      log10: x.log10(),
      sin: x.sin(),
      cos: x.cos(),
      tan: x.tan(),
      asin: x.asin(),
      acos: x.acos(),
      atan: x.atan(),
      atan2: atan2(x, y),
      power: x.abs().power(y.min(20)),
    };
    const tame = fc.oneof(
      fc.double({ min: -30, max: 30, noNaN: true }).map(String),
      fc.constantFrom('', '0', '1', '-1', '0.5'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ x: tame, y: tame }), { minLength: 1, maxLength: 60 }),
        async (rows) => {
          const { sql, js } = await both(rows, near);
          expectEqual(js, sql, 1e-13);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('what has no finite result is missing', () => {
    const row = { x: 0, y: -1 };
    expect(y.dividedBy(x).evaluate(row)).toBeNull();
    expect(x.modulo(0).evaluate(row)).toBeNull();
    expect(y.sqrt().evaluate(row)).toBeNull();
    expect(x.log().evaluate(row)).toBeNull();
    expect(y.log1p().evaluate(row)).toBeNull();
    expect(literal(1e308).times(10).evaluate(row)).toBeNull();
    expect(column('absent').plus(1).evaluate(row)).toBeNull();
  });
});

describe('times', () => {
  const at = column('at');
  const parts: Record<string, Expression> = {
    year: at.year(),
    quarter: at.quarter(),
    month: at.month(),
    day: at.day(),
    dayOfYear: at.dayOfYear(),
    weekday: at.weekday(),
    hour: at.hour(),
    minute: at.minute(),
    second: at.second(),
    epoch: at.epochSeconds(),
    after: at.atLeast('2016-03-01 12:00:00'),
    same: at.equals('2016-02-29'),
  };

  test('all parts agree, over centuries and before 1970', async () => {
    const moment = fc
      .date({
        min: new Date('1700-01-01T00:00:00Z'),
        max: new Date('2250-01-01T00:00:00Z'),
        noInvalidDate: true,
      })
      .map((date) => date.toISOString().slice(0, 19).replace('T', ' '));
    const finer = fc
      .tuple(moment, fc.integer({ min: 0, max: 999_999 }))
      .map(([text, micros]) => `${text}.${String(micros).padStart(6, '0')}`);
    const known = fc.constantFrom(
      '2016-02-29 00:00:00',
      '1969-12-31 23:59:59',
      '1970-01-01 00:00:00',
      '1900-03-01 06:00:00',
      '',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ at: fc.oneof(moment, finer, known), other: fc.constant('1') }), {
          minLength: 1,
          maxLength: 60,
        }),
        async (rows) => {
          const { sql, js } = await both(rows, parts);
          expectEqual(js, sql);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('known values', () => {
    const row = { at: '2016-03-14 17:24:55' };
    expect(Object.values(parts).map((part) => part.evaluate(row))).toEqual([
      2016,
      1,
      3,
      14,
      74,
      0,
      17,
      24,
      55,
      1457976295,
      true,
      false,
    ]);
    expect(at.weekday().evaluate({ at: '2016-03-20' })).toBe(6);
    expect(at.hour().evaluate({ at: new Date('2016-03-14T17:24:55Z') })).toBe(17);
  });

  test.each([
    '2016-02-30 00:00:00',
    '2015-02-29',
    '2016-13-01',
    'yesterday',
    '2016-01-01 24:00:00',
    '2016-01-01 00:60:00',
  ])('%s is no time, here or there', async (text) => {
    const error = await failure(() => at.hour().evaluate({ at: text }));
    expect(error.message).toBe(
      `field "at": expected a time such as 2016-03-14 17:24:55, found "${text}"`,
    );
    await failure(() => both([{ at: text, other: '1' }], { hour: at.hour() }));
  });
});

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
    expect(error.message).toBe(
      `${folder.file('texts.parquet')}, column "y": expected a number, found "a"`,
    );
  });
});

describe('places', () => {
  const coordinates = ['lat1', 'lon1', 'lat2', 'lon2'].map((name) => column(name));
  const [a, b, c, d] = coordinates as [
    Expression<'any'>,
    Expression<'any'>,
    Expression<'any'>,
    Expression<'any'>,
  ];
  const distance = haversineKilometres(a, b, c, d);
  const bearing = bearingDegrees(a, b, c, d);

  test('distances and bearings of known places', () => {
    const london = { lat1: 51.5074, lon1: -0.1278 };
    // Great-circle distance of London and Paris: 343.5 km by any calculator with the mean radius.
    expect(distance.evaluate({ ...london, lat2: 48.8566, lon2: 2.3522 })).toBeCloseTo(343.56, 1);
    expect(distance.evaluate({ ...london, lat2: 51.5074, lon2: -0.1278 })).toBe(0);
    const half = distance.evaluate({ lat1: 0, lon1: 0, lat2: 0, lon2: 180 });
    expect(half).toBeCloseTo(Math.PI * 6371.0088, 6);
    expect(bearing.evaluate({ lat1: 0, lon1: 0, lat2: 1, lon2: 0 })).toBe(0);
    expect(bearing.evaluate({ lat1: 0, lon1: 0, lat2: 0, lon2: 1 })).toBe(90);
    expect(bearing.evaluate({ lat1: 0, lon1: 0, lat2: 0, lon2: -1 })).toBe(-90);
    expect(distance.evaluate({ ...london, lat2: 48.8566, lon2: null })).toBeNull();
  });

  test('agree between SQL and JavaScript', async () => {
    const degree = (range: number) =>
      fc.double({ min: -range, max: range, noNaN: true }).map(String);
    const place = fc.record({
      lat1: degree(89),
      lon1: degree(180),
      lat2: degree(89),
      lon2: degree(180),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(place, { minLength: 1, maxLength: 40 }), async (rows) => {
        const { sql, js } = await both(rows, { distance, bearing });
        expectEqual(js, sql, 1e-9);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the language', () => {
  test('refuses operands of the wrong kind while it is written', async () => {
    const hour = x.plus(1) as unknown as Expression<'any'>;
    expect((await failure(() => hour.hour())).message).toBe(
      'hour() needs a time, but was given a number',
    );
    const text = literal('a') as unknown as Expression<'number'>;
    expect((await failure(() => x.plus(text))).message).toBe(
      'add() needs a number, but was given a text',
    );
  });

  test('a field of the wrong kind is named', async () => {
    const error = await failure(() => x.plus(1).evaluate({ x: 'many' }));
    expect(error.message).toBe('field "x": expected a number, found "many"');
    expect((await failure(() => x.plus(1).evaluate({ x: [1] }))).message).toContain('found object');
    expect(x.plus(1).evaluate(JSON.parse('{"__proto__": {"x": 1}}'))).toBeNull();
  });

  test('goes through JSON unchanged', () => {
    for (const expression of [...Object.values(exact), column('at').hour()]) {
      const back = expressionFromJson(JSON.parse(JSON.stringify(expression)));
      expect(back.toSql()).toBe(expression.toSql());
    }
  });

  test('refuses JSON that is no expression', async () => {
    const column = { op: 'column', name: 'x', kind: 'number' };
    const cases: unknown[] = [
      null,
      { op: 'call', function: 'system', arguments: [] },
      { op: 'call', function: 'constructor', arguments: [] },
      { op: 'call', function: 'add', arguments: [column] },
      { op: 'call', function: 'hour', arguments: [{ ...column, op: 'literal', value: 1 }] },
      { op: 'column', name: 'x"; DROP', kind: 'none' },
    ];
    for (const json of cases) {
      expect((await failure(() => expressionFromJson(json))).code).toMatch(/^expression/);
    }
  });

  test('names and texts are never code', () => {
    const name = 'a" OR ""="';
    expect(
      column(name)
        .equals("x'; DROP TABLE t; --")
        .toSql(new Map([[name, 'VARCHAR']])),
    ).toBe(`("a"" OR """"=""" = 'x''; DROP TABLE t; --')`);
  });

  test('a set of features fills a row, missing as NaN, and survives JSON', () => {
    const features = new FeatureSet({ hour: column('at').hour(), far: x.greaterThan(10) });
    expect([...features.inputs()]).toEqual([
      ['at', new Set(['time'])],
      ['x', new Set(['number'])],
    ]);
    const again = FeatureSet.fromJSON(JSON.parse(JSON.stringify(features)));
    for (const each of [features, again]) {
      const target = new Float32Array(5);
      each.evaluateInto({ at: '2016-01-01 05:00:00', x: 11 }, target, 1);
      each.evaluateInto({ x: 9 }, target, 3);
      expect(target).toEqual(new Float32Array([0, 5, 1, Number.NaN, 0]));
    }
  });
});
