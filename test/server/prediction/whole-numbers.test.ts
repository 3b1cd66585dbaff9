import { expect, test } from 'vitest';
import { parseJson } from '../../../server/prediction/json.js';

const parse = (text: string) => parseJson(Buffer.from(text));

test('a whole number beyond 2^53 in JSON is refused with its field', () => {
  for (const digits of [
    '9007199254740993',
    '-9007199254740993',
    '12345678901234567890',
    '1'.repeat(5000),
  ]) {
    expect(() => parse(`{"a": 1, "id": ${digits}, "b": 2}`)).toThrow(
      /^field "id": a whole number beyond 2\^53 loses digits as a 64-bit float/,
    );
    expect(() => parse(`[{"id":1},{"id":${digits}}]`)).toThrow(/^field "id"/);
  }
});

test('numbers that are floats, texts, and whole numbers up to 2^53 pass', () => {
  const text =
    '{"a":9007199254740992,"b":-9007199254740992,"c":1e20,"c2":100000000000000000000,"d":12345678901234567890.5,"e":0.12345678901234567,"f":"12345678901234567890","12345678901234567890":1}';
  expect(parse(text)).toEqual(JSON.parse(text));
});

test('quotes and colons in texts do not hide a field', () => {
  expect(() => parse('{"a\\":":"x:\\\\","id":9007199254740993}')).toThrow(/^field "id"/);
});
