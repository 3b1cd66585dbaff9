import { describe, expect, test } from 'vitest';
import { chooseCodec } from '../../../server/prediction/codecs/index.js';
import { FeatureRowReader } from '../../../server/prediction/rows.js';

const reader = new FeatureRowReader(['a', 'b']);
const multipart = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n';

describe.each([
  ['application/json', '{"a":1,"b":2}', [[1, 2]], false],
  [
    'application/cloudevents+json; charset=utf-8',
    '[{"a":1,"b":2},{"a":3,"b":4}]',
    [
      [1, 2],
      [3, 4],
    ],
    true,
  ],
  ['', '[{"a":1,"b":2}]', [[1, 2]], true],
  ['application/x-www-form-urlencoded', 'a=1&b=2', [[1, 2]], false],
] as const)('%s', (type, body, rows, isList) => {
  test('decodes rows that a reader fills', () => {
    const codec = chooseCodec(type);
    const decoded = codec.decode(Buffer.from(body), type, 10);
    expect(decoded.isList).toBe(isList);
    const out = new Float64Array(2);
    const read = decoded.rows.map((row) => {
      codec.read(reader, row, out, isList);
      return [...out];
    });
    expect(read).toEqual(rows);
  });

  test('encodes answers as the body was', () => {
    const answers = rows.map((_, i) => String(i));
    expect(chooseCodec(type).encode(answers, isList)).toBe(isList ? `[${answers.join(',')}]` : '0');
  });
});

test('a multipart form takes its boundary from the content type', () => {
  const type = 'multipart/form-data; boundary=x';
  const { rows } = chooseCodec(type).decode(Buffer.from(multipart), type, 10);
  expect(rows).toEqual([{ a: '1' }]);
});

test('an unknown content type is told of with those that there are', () => {
  expect(() => chooseCodec('text/csv')).toThrow(
    'content type "text/csv" is not supported: send application/json, application/x-www-form-urlencoded or multipart/form-data',
  );
});
