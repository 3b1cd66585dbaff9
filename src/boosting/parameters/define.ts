/** Short ways to write a record of the parameter tables. */
import type { ColumnReference, ParameterRecord } from './record.js';

/** The limits of LightGBM's 32-bit integers. */
export const LEAST_INT = -(2 ** 31);
export const MOST_INT = 2 ** 31 - 1;

type Rest<T> = Omit<ParameterRecord<T>, 'type' | 'default' | 'doc'>;

export function int(byDefault: number, doc: string, rest: Rest<number> = {}) {
  const above = rest.above === undefined ? { least: LEAST_INT } : {};
  return { type: 'int', default: byDefault, doc, ...above, most: MOST_INT, ...rest } as const;
}

export function double(byDefault: number, doc: string, rest: Rest<number> = {}) {
  return { type: 'double', default: byDefault, doc, ...rest } as const;
}

export function bool(byDefault: boolean, doc: string, ...aliases: string[]) {
  return { type: 'bool', default: byDefault, doc, aliases } as const;
}

/** Text as it stands, e.g. the path of a file. */
export function text(byDefault: string, doc: string, ...aliases: string[]) {
  return { type: 'text', default: byDefault, doc, aliases } as const;
}

export function texts(doc: string, ...aliases: string[]) {
  return { type: 'texts', default: [] as readonly string[], doc, aliases } as const;
}

export function ints(doc: string, rest: Rest<readonly number[]> = {}) {
  return { type: 'ints', default: [] as readonly number[], doc, ...rest } as const;
}

export function doubles(doc: string, rest: Rest<readonly number[]> = {}) {
  return { type: 'doubles', default: [] as readonly number[], doc, ...rest } as const;
}

/** @param words every accepted word, with the value that it means */
export function word<Value extends string>(
  byDefault: Value,
  words: Readonly<Record<string, Value>>,
  doc: string,
  ...aliases: string[]
) {
  return { type: 'enum', default: byDefault as Value, words, doc, aliases } as const;
}

export function column(doc: string, ...aliases: string[]) {
  return {
    type: 'column',
    default: undefined as ColumnReference | undefined,
    doc,
    aliases,
  } as const;
}

export function columns(doc: string, ...aliases: string[]) {
  return { type: 'columns', default: [] as readonly ColumnReference[], doc, aliases } as const;
}
