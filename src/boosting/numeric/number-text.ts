/** Numbers as C's `printf` writes them with `%.17g` and `%g`, which is how LightGBM's files have them. */

/** A double that reads back to itself: `%.17g`. */
export function formatDouble(value: number): string {
  return formatG(value, 17);
}

/** Six significant digits: `%g`. For numbers that no prediction depends on. */
export function formatShort(value: number): string {
  return formatG(value, 6);
}

/** `%.{digits}g` of C, for `digits` from 1 to 17. */
function formatG(value: number, digits: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Number.isInteger(value) && Math.abs(value) < 10 ** Math.min(digits, 15)) return String(value);
  const sign = value < 0 ? '-' : '';
  const text = roundToDigits(Math.abs(value), digits);
  const mark = text.indexOf('e');
  const exponent = Number(text.slice(mark + 1));
  const digitsText = text.slice(0, mark).replace('.', '').replace(/0+$/, '');
  return sign + place(digitsText, exponent, digits);
}

/** Puts the point into `digits` (the first stands for `10 ** exponent`), or an exponent behind them. */
function place(digits: string, exponent: number, precision: number): string {
  if (exponent < -4 || exponent >= precision) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return digits.padEnd(exponent + 1, '0');
  return `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

/**
 * The number in exponential form with so many digits. JavaScript rounds a value that lies exactly
 * between two decimals up, C to the even digit.
 */
function roundToDigits(value: number, digits: number): string {
  const rounded = value.toExponential(digits - 1);
  // Between two decimals of 17 digits lies a number of at most 18: a multiple of 2⁻²⁵, or an integer.
  if (!Number.isInteger(value * 2 ** 25)) return rounded;
  const exact = value.toExponential(digits + 40);
  const mark = exact.indexOf('e');
  const rest = exact.slice(digits + 1, mark);
  if (!/^50*$/.test(rest)) return rounded;
  // The digits of `exact` cut short are the decimal below, and stay where the last of them is even.
  const below = exact.slice(0, digits + 1);
  const last = Number(below[below.length - 1] === '.' ? below[0] : below[below.length - 1]);
  return last % 2 === 0 ? `${below.replace(/\.$/, '')}${exact.slice(mark)}` : rounded;
}

const NAMED: Readonly<Record<string, number>> = {
  inf: Number.POSITIVE_INFINITY,
  '+inf': Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  nan: Number.NaN,
  '-nan': Number.NaN,
};

/** The number of a token, or undefined where it is none. */
export function parseNumber(token: string): number | undefined {
  const value = Number(token);
  // Number('') is 0, and hexadecimal would pass: a token of a decimal begins so.
  if (!Number.isNaN(value) && /^[+-]?[.\d][\d.eE+-]*$/.test(token)) return value;
  return NAMED[token.toLowerCase()];
}
