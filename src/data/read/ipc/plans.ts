/** How the columns of an Arrow IPC file are to be stored. */

import type { Schema } from 'apache-arrow';
import { CambiumError, didYouMean, listNames } from '../../../errors.js';
import { checkColumnNames } from '../../schema/check-column-names.js';
import { type ColumnType, columnTypeOf, fromArrowType } from '../../schema/column-type.js';
import { convertible } from '../../table/check-schema.js';
import type { ColumnPlan } from '../../table/column-sink.js';
import { isExactWide } from '../../table/exact-floats.js';
import type { ReadOptions } from '../options.js';

/**
 * Plans the columns of a file, those of the options or all.
 * @throws CambiumError `missing-column`, `duplicate-column`, `nameless-column` or `column-type`.
 */
export function plansOf(path: string, schema: Schema, options: ReadOptions): ColumnPlan[] {
  const names = schema.fields.map(({ name }) => name);
  checkColumnNames(names, { where: path });
  const declared = options.columns ? [] : Object.keys(options.schema ?? {});
  return [...new Set([...(options.columns ?? names), ...declared])].map((name) => {
    const field = schema.fields.find((candidate) => candidate.name === name);
    if (field === undefined) {
      throw new CambiumError('missing-column', `${path} has no column "${name}"`, {
        hint: didYouMean(name, names) ?? `its columns are ${listNames(names)}`,
      });
    }
    const type = fromArrowType(field.type);
    if (type === undefined) {
      throw new CambiumError(
        'column-type',
        `${path}, column "${name}": ${field.type} is not supported`,
        {
          hint: 'leave it out with columns',
          commandHint: 'leave it out with --exclude, or write it as another type',
        },
      );
    }
    const wanted = options.schema?.[name]?.type;
    if (wanted !== undefined && wanted !== type && !type.endsWith('int64')) {
      // Another width of number is made; whatever else differs is refused when the table is checked.
      const numbers = columnTypeOf(type).family === 'number' && convertible(type, wanted);
      if (numbers && wanted !== 'int64') return { name, type: wanted, wide: false };
    }
    const wide = isExactWide(field.type) && wanted !== 'int64';
    return { name, type: wide ? 'float64' : type, wide };
  });
}

/** @throws CambiumError `column-type` when a file's columns differ from those of the first. */
export function samePlans(
  path: string,
  first: string,
  plans: readonly ColumnPlan[],
  found: readonly ColumnPlan[],
): void {
  const types = new Map<string, ColumnType>(found.map(({ name, type }) => [name, type]));
  for (const { name, type } of plans) {
    if (types.get(name) === type) continue;
    throw new CambiumError(
      'column-type',
      `${path}, column "${name}": expected ${type} as in ${first}, found ${types.get(name) ?? 'none'}`,
    );
  }
}
