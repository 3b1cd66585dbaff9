/** Values that name columns, and lists of lists of them. */
import { parseJson } from '../../runtime/parse-json.js';
import type { ColumnReference, ParameterValue } from './record.js';

/** Makes the error of a value, from what was expected in its place. */
type Refuse = (expected: string, hint?: string) => Error;

const BY_NAME = 'name:';

/** One column: its place, or its name behind `name:`; alone, text that is no number is refused. */
export function parseColumn(value: ParameterValue, refuse: Refuse): ColumnReference {
  const [column, ...more] = parseColumns(value, refuse);
  if (column === undefined || more.length > 0) {
    throw refuse('one column: its place from 0, or name: and its name');
  }
  return column;
}

/**
 * Columns: `0,2` are places, `name:a,b` names. In lists of a program, numbers are places and text is
 * names. `auto`, the word of LightGBM's Python package, names none.
 */
export function parseColumns(value: ParameterValue, refuse: Refuse): readonly ColumnReference[] {
  const expected = `columns: places from 0 as in 0,2, or names as in ${BY_NAME}a,b`;
  if (Array.isArray(value)) {
    return value.map((column: unknown) => {
      if (typeof column === 'string' && column !== '') return column;
      if (isPlace(column)) return column;
      throw refuse(expected);
    });
  }
  if (typeof value === 'number') {
    if (!isPlace(value)) throw refuse(expected);
    return [value];
  }
  if (typeof value !== 'string') throw refuse(expected);
  const text = value.trim();
  if (text.toLowerCase() === 'auto') return [];
  const named = text.startsWith(BY_NAME);
  const parts = (named ? text.slice(BY_NAME.length) : text).split(',').map((part) => part.trim());
  if (parts.includes('')) throw refuse(expected);
  if (named) return parts;
  if (!parts.every((part) => /^\d+$/.test(part))) throw refuse(expected, `${BY_NAME}${text}?`);
  return parts.map(Number);
}

function isPlace(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

/** Groups of features: `[0,1],[2,3]` as text, or a list of lists of places. */
export function parseGroups(value: ParameterValue, refuse: Refuse): readonly (readonly number[])[] {
  const groups = typeof value === 'string' ? groupsOfText(value) : value;
  const isGroup = (group: unknown): group is readonly number[] =>
    Array.isArray(group) && group.length > 0 && group.every(isPlace);
  if (!Array.isArray(groups) || !groups.every(isGroup)) {
    throw refuse('groups of features by their places from 0, as in [0,1,2],[2,3]');
  }
  return groups;
}

function groupsOfText(text: string): unknown {
  // A list of lists, as a program prints it, has one more pair of brackets.
  const whole = /^\s*\[\s*\[/.test(text) ? text : `[${text}]`;
  try {
    return parseJson(whole);
  } catch {
    return undefined;
  }
}
