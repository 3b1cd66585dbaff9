/** The error for a column of texts where numbers are needed: it names the first value that is none. */
import type { Table, Vector } from 'apache-arrow';
import { CambiumError } from '../../errors.js';
import { parseNumber } from '../text/index.js';
import { isValid } from './validity.js';

/** A text of a column that is no number. */
export interface OtherText {
  /** From 1. */
  readonly row: number;
  readonly text: string;
}

/** The first text of a column that is neither a number nor missing; undefined where there is none. */
export function firstOtherText(column: Vector): OtherText | undefined {
  let before = 0;
  for (const { length, offset, nullCount, nullBitmap, values, dictionary } of column.data) {
    // Codes count the texts of their dictionary, each of which is read once.
    const isOther = dictionary && Array.from(dictionary as Vector, isOtherText);
    const codes = values as ArrayLike<number | bigint>;
    for (let row = 0; row < length; row++) {
      if (nullCount > 0 && nullBitmap && !isValid(nullBitmap, offset + row)) continue;
      if (isOther && !isOther[Number(codes[row])]) continue;
      const text: unknown = column.get(before + row);
      if (isOtherText(text)) return { row: before + row + 1, text: text as string };
    }
    before += length;
  }
  return undefined;
}

const isOtherText = (text: unknown) => typeof text === 'string' && parseNumber(text) === undefined;

const MOST_CHARACTERS = 60;

/** A text as an error shows it: short, and without what would steer a terminal. */
export function showText(text: string): string {
  const printable = text.replace(/\p{Cc}/gu, '·');
  return printable.length <= MOST_CHARACTERS
    ? printable
    : `${printable.slice(0, MOST_CHARACTERS)}…`;
}

/**
 * The error for a table's column of texts.
 * @param why that it must hold numbers, e.g. `but numbers are needed`
 * @param hints what else can be done than correcting the value
 */
export function textColumnError(
  table: Table,
  name: string,
  why: string,
  hints: { readonly hint: string; readonly commandHint: string },
): CambiumError {
  const column = table.getChild(name);
  const other = column === null ? undefined : firstOtherText(column);
  const found = other === undefined ? '' : `: row ${other.row} holds "${showText(other.text)}"`;
  return new CambiumError('column-type', `column "${name}" is text, ${why}${found}`, hints);
}
