/** Reads a file of numbers, one or a few a line and nothing else. */
import { CambiumError } from '../../errors.js';
import { wholeNumberError } from '../whole-numbers.js';
import { beyondWhole, isMissing, parseDecimal, quoteField } from './decimal.js';
import { lineBlocks } from './line-blocks.js';

/** The numbers of a file, line by line. */
export interface NumberLines {
  readonly rows: number;
  /** Numbers a line: the same for all. */
  readonly columns: number;
  readonly values: Float64Array;
}

const isSpace = (byte: number) => byte <= 0x20;
const isBreak = (byte: number) => isSpace(byte) || byte === 0x2c;

/**
 * Reads lines of numbers that blanks, tabs or commas part; empty lines are passed over.
 * @throws CambiumError naming file and line of what is no number, or too few or many
 */
export async function readNumberLines(path: string): Promise<NumberLines> {
  let values = new Float64Array(1024);
  let count = 0;
  let rows = 0;
  let columns = 0;
  let line = 0;
  for await (const { bytes, length } of lineBlocks(path)) {
    for (let at = 0; at < length; ) {
      let end = bytes.indexOf(0x0a, at);
      if (end < 0 || end > length) end = length;
      line++;
      const before = count;
      for (;;) {
        while (at < end && isBreak(bytes[at]!)) at++;
        if (at >= end) break;
        const start = at;
        while (at < end && !isBreak(bytes[at]!)) at++;
        const value = parseDecimal(bytes, start, at);
        if (Number.isNaN(value) && !isMissing(bytes, start, at)) {
          const found = quoteField(bytes, start, at);
          throw new CambiumError(
            'bad-number',
            `${path}:${line}: expected a number, found ${found}`,
          );
        }
        const beyond = beyondWhole(value, bytes, start, at);
        if (beyond !== undefined) throw wholeNumberError(`${path}:${line}`, beyond);
        if (count === values.length) {
          const larger = new Float64Array(2 * count);
          larger.set(values);
          values = larger;
        }
        values[count++] = value;
      }
      at = end + 1;
      if (count === before) continue;
      if (rows === 0) columns = count;
      else if (count - before !== columns) {
        throw new CambiumError(
          'bad-number',
          `${path}:${line}: expected ${columns} ${columns === 1 ? 'number' : 'numbers'} as in the first line, found ${count - before}`,
        );
      }
      rows++;
    }
  }
  return { rows, columns, values: values.slice(0, count) };
}
