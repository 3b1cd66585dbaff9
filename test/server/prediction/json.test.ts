import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../server/prediction/json.js';

const faultOf = (text: string): string => {
  try {
    parseJson(Buffer.from(text));
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('parseJson', () => {
  it('agrees with JSON.parse on every text without long whole numbers', () => {
    const texts = fc.oneof(
      fc.json(),
      fc.string(),
      // JSON with one character changed or lost: nearly right.
      fc
        .tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', '{', ']', ',', '\\', '1'))
        .map(([text, at, change]) => {
          const i = at % (text.length + 1);
          return text.slice(0, i) + change + text.slice(i + 1);
        }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(!/\d{16}/.test(text));
        let value: unknown;
        let valid = true;
        try {
          value = JSON.parse(Buffer.from(text).toString('utf8'));
        } catch {
          valid = false;
        }
        if (valid) expect(parseJson(Buffer.from(text))).toEqual(value);
        else
          expect(faultOf(text)).toMatch(
            /^bad JSON(: the body is empty| at line \d+, column \d+: expected .+, found .+)$/s,
          );
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['', 'bad JSON: the body is empty'],
    ['{"a":1,}', 'line 1, column 8: expected a field name in double quotes, found "}"'],
    ['{"a" 1}', 'line 1, column 6: expected ":", found "1"'],
    ['{"a":1\n"b":2}', 'line 2, column 1: expected "," or "}", found "\\""'],
    ['[1,2', 'line 1, column 5: expected "," or "]", found the end of the body'],
    ['hello', 'line 1, column 1: expected a value, found "h"'],
    ['{"a":01}', 'line 1, column 7: expected "," or "}", found "1"'],
    ['1 2', 'line 1, column 3: expected the end, found "2"'],
    ['{"a":"b', "expected the rest of a string and its closing '\"', found the end of the body"],
  ])('says where %j stops being JSON', (text, message) => {
    expect(faultOf(text)).toContain(message);
  });

  it('is not overthrown by depth', () => {
    expect(faultOf('['.repeat(500_000))).toContain('expected a value, found the end of the body');
  });
});
