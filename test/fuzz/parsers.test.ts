/** Damaged and hostile texts end in a result or in an error that tells the user what to do, never in anything else. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { measureParser } from '../../bench/hostile/measure.js';
import { type FuzzedParser, fuzzedParsers, isUserError } from '../../bench/hostile/parsers.js';

const folder = mkdtempSync(join(tmpdir(), 'cambium-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs of each parser; `CAMBIUM_FUZZ_RUNS=10000` for a long search. */
const RUNS = Number(process.env['CAMBIUM_FUZZ_RUNS'] ?? 100);

/** One change of a text: what stands between two places goes, and something else comes. */
const edit = fc.record({
  from: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(12),
  insert: fc.oneof(
    fc.string({ maxLength: 4, unit: 'binary' }),
    fc.constantFrom(
      ...'[]{}"\'\\:,;=&%#*|>-+.\n\t\0',
      '\r\n',
      '1e999',
      '-0',
      'nan',
      'null',
      '__proto__',
    ),
  ),
  repeat: fc.constantFrom(1, 1, 1, 2, 50),
});

type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function apply(text: string, { from, length, insert, repeat }: Edit): string {
  const at = Math.floor(from * text.length);
  return text.slice(0, at) + insert.repeat(repeat) + text.slice(at + length);
}

async function failureOf(parser: FuzzedParser, text: string): Promise<unknown> {
  try {
    await parser.parse(text);
    return undefined;
  } catch (error) {
    return isUserError(error) ? undefined : error;
  }
}

describe.each(fuzzedParsers(folder))('$name', (parser) => {
  test('accepts its seeds', async () => {
    for (const seed of parser.seeds) await parser.parse(seed);
  });

  test('has a result or a user error for damaged texts', async () => {
    const damaged = fc
      .tuple(fc.constantFrom(...parser.seeds), fc.array(edit, { minLength: 1, maxLength: 4 }))
      .map(([seed, edits]) => edits.reduce(apply, seed));
    const numRuns = parser.slow ? Math.ceil(RUNS / 10) : RUNS;
    await fc.assert(
      fc.asyncProperty(damaged, async (text) => {
        expect(await failureOf(parser, text)).toBeUndefined();
      }),
      { numRuns },
    );
  });

  test('has a result or a user error for long runs of anything', async () => {
    const { texts, faults } = await measureParser(parser, 1000, parser.slow ? 1 : 2);
    expect(texts).toBeGreaterThan(80);
    expect(faults).toEqual([]);
  });
});
