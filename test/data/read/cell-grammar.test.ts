/** SQL and JavaScript read a text alike, whatever it is. */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { closeDatabase, withConnection } from '../../../src/data/engine/index.js';
import { numberSql, timeSql } from '../../../src/data/text/cell-sql.js';
import { parseNumber, parseTime } from '../../../src/data/text/index.js';

afterAll(closeDatabase);

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** What SQL makes of texts. */
async function ask(texts: readonly string[], sql: (x: string) => string): Promise<unknown[]> {
  const rows = texts.map((text, i) => `(${i}, ${quoted(text)})`).join(', ');
  const query = `SELECT ${sql('x')} FROM (VALUES ${rows}) AS t(i, x) ORDER BY i`;
  return withConnection(async (connection) =>
    (await connection.runAndReadAll(query)).getRows().map(([value]) => value),
  );
}

const character = (letters: string) => fc.constantFrom(...letters);
const noise = (letters: string, most: number) =>
  fc.array(character(letters), { maxLength: most }).map((parts) => parts.join(''));

describe('SQL and JavaScript agree', () => {
  test('on what is a number, and which', async () => {
    const digits = noise('0123456789', 12);
    const number = fc
      .tuple(
        ...[
          noise('+- ', 2),
          digits,
          noise('._', 2),
          digits,
          noise('eE', 1),
          noise('+-_', 1),
          digits,
        ],
        noise(' \tx', 1),
      )
      .map((parts) => parts.join(''));
    const word = fc.constantFrom(
      'nan',
      'NaN',
      'inf',
      '-Infinity',
      '+inf',
      'nan(1)',
      'infin',
      '0x1',
      '-nan',
      '1e400',
    );
    const texts = fc.oneof(number, noise('0123456789.eE+-_ ,', 8), word, fc.double().map(String));
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { minLength: 200, maxLength: 400 }), async (cells) => {
        const found = await ask(cells, numberSql);
        cells.forEach((cell, i) => {
          const number = parseNumber(cell);
          const missing = number !== undefined && Number.isNaN(number);
          if (missing)
            expect(found[i] === null || Number.isNaN(found[i]), JSON.stringify(cell)).toBe(true);
          else expect(found[i] ?? undefined, JSON.stringify(cell)).toBe(number);
        });
      }),
      { numRuns: 20 },
    );
  });

  test('on what is a time, and which', async () => {
    const two = (most: number) =>
      fc
        .integer({ min: 0, max: most })
        .map((n) => (n % 7 === 3 ? String(n) : String(n).padStart(2, '0')));
    const time = fc
      .tuple(
        ...[
          fc.constantFrom('2016', '1969', '0001', '9999', '16', '2000'),
          fc.constantFrom('-', '-', '-', '/'),
          two(13),
          fc.constant('-'),
          two(32),
        ],
        ...[fc.constantFrom(' ', 'T', 't', ''), two(25), fc.constantFrom(':', ':', ''), two(61)],
        ...[
          fc.constantFrom(':', ':', ':', ''),
          two(61),
          fc.constantFrom('', '', '.5', '.123456', ',25', '.1234567'),
        ],
        fc.constantFrom(
          '',
          '',
          '',
          'Z',
          'z',
          '+02:00',
          '-0530',
          '+02',
          ' +02:00',
          ' EST',
          ' ',
          '+2',
          '+25:00',
        ),
      )
      .map((parts) => parts.join(''));
    const known = fc.constantFrom(
      '2016-02-29',
      '2015-02-29',
      '2016-2-3',
      ' 2016-02-03 ',
      'epoch',
      'infinity',
      '2016-03-04 (BC)',
      '-016-03-14 10:00:00',
      '2016-03-14T17:24+02',
      '03/04/2016',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(time, known), { minLength: 200, maxLength: 400 }),
        async (cells) => {
          const found = await ask(cells, (x) => `CAST(epoch_us(${timeSql(x)}) AS VARCHAR)`);
          cells.forEach((cell, i) => {
            const time = parseTime(cell);
            const expected =
              time && String(BigInt(time.milliseconds) * 1000n + BigInt(time.microseconds));
            expect(found[i] ?? undefined, JSON.stringify(cell)).toBe(expected);
          });
        },
      ),
      { numRuns: 20 },
    );
  });
});
