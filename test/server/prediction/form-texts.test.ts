/** Texts of forms: long ones are refused at once, and the others as files' cells are read. */
import { describe, expect, it } from 'vitest';
import { FeatureRowReader } from '../../../server/prediction/rows.js';

const reader = new FeatureRowReader(['x']);
const read = (x: string): number => {
  const out = new Float64Array(1);
  reader.fromForm({ x }, out);
  return out[0] as number;
};

describe('a number in a form', () => {
  it('is refused at once, whatever its length', () => {
    for (const text of [
      `${'1'.repeat(900_000)}x`,
      `1.${'1'.repeat(900_000)}x`,
      ' '.repeat(900_000),
    ]) {
      expect(() => read(text)).toThrow('field "x": expected a number, found another text');
    }
  });

  it('is read as a cell of a file', () => {
    const texts = ['+0.12', '00712', ' 5. ', 'NA', '', 'yes'];
    expect(texts.map(read)).toEqual([0.12, 712, 5, NaN, NaN, 1]);
    for (const text of ['1_000', '1,5', 'inf', '1e400', '0x1']) {
      expect(() => read(text)).toThrow('expected a number, found another text');
    }
  });
});
