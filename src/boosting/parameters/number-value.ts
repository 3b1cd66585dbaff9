/** Numbers as parameters: what is one, whether it is in range, and how the range is told. */
import type { ParameterRange, ParameterRecord, ParameterValue } from './record.js';

/** The number that was written, or undefined where it is none or out of range. */
export function readNumber(
  value: ParameterValue | readonly number[],
  record: ParameterRecord,
): number | undefined {
  const isText = typeof value === 'string' && /^\s*[+-]?[.\d][\d.eE+-]*\s*$/.test(value);
  const number = typeof value === 'number' ? value : isText ? Number(value) : Number.NaN;
  if (!Number.isFinite(number) || !isWithin(number, record)) return undefined;
  if (isWhole(record) && !Number.isInteger(number)) return undefined;
  // A negative zero is zero, in model files too.
  return number + 0;
}

function isWhole({ type }: ParameterRecord): boolean {
  return type !== 'double' && type !== 'doubles';
}

function isWithin(number: number, { least, above, most, below }: ParameterRange): boolean {
  if (least !== undefined && number < least) return false;
  if (above !== undefined && number <= above) return false;
  if (most !== undefined && number > most) return false;
  return below === undefined || number < below;
}

/** What numbers a parameter takes, e.g. `an integer, 2 to 255`; of lists, what each of them is. */
export function describeNumber(record: ParameterRecord): string {
  const kind = isWhole(record) ? 'an integer' : 'a number';
  const limits = describeRange(record);
  return limits === '' ? kind : `${kind}${/^\S+ to /.test(limits) ? ',' : ''} ${limits}`;
}

/** `2 to 255`, `above 0 and at most 1`; empty where nothing is excluded that anybody would choose. */
export function describeRange({ least, above, most, below }: ParameterRange): string {
  // The limits of 32-bit integers say nothing to people.
  const low = least !== undefined && least > -(2 ** 31) + 1 ? least : undefined;
  const high = most !== undefined && most < 2 ** 31 - 1 ? most : undefined;
  if (low !== undefined && high !== undefined) return `${low} to ${high}`;
  const limits = [
    low === undefined ? '' : `at least ${low}`,
    above === undefined ? '' : `above ${above}`,
    high === undefined ? '' : `at most ${high}`,
    below === undefined ? '' : `below ${below}`,
  ];
  return limits.filter((limit) => limit !== '').join(' and ');
}
