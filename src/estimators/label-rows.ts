/** Labels, weights and queries of rows that predictions are measured on. */
import type { Table } from 'apache-arrow';
import { checkWeights, type NumberList } from '../boosting/index.js';
import {
  describeValue,
  isArrowTable,
  isPlainObject,
  isValueList,
  notTableData,
  numericColumn,
  SparseTable,
  tableFrom,
} from '../data/index.js';
import { CambiumError } from '../errors.js';
import type { FeatureRows } from '../scoring/index.js';

/** The table of rows; of data in memory it is made. @throws CambiumError as `tableFrom` */
export function tableOf(rows: FeatureRows): Table | SparseTable {
  if (rows instanceof SparseTable || isArrowTable(rows)) return rows;
  if (!Array.isArray(rows) && !isPlainObject(rows)) throw notTableData(rows, 'the data');
  return tableFrom(rows);
}

/**
 * A number for each row.
 * @param what what they are, for errors
 * @throws CambiumError `missing-column`, `bad-length`, `bad-label` where one is missing or no number
 */
export function rowNumbers(
  rows: FeatureRows,
  values: string | NumberList,
  count: number,
  what: string,
): Float64Array {
  const list: ArrayLike<unknown> = typeof values === 'string' ? column(rows, values, what) : values;
  if (!isValueList(list)) {
    throw new CambiumError(
      'invalid-option',
      `the ${what} is ${describeValue(list)}: expected a column's name, or a number for each row`,
    );
  }
  if (list.length !== count) {
    throw new CambiumError(
      'bad-length',
      `there are ${list.length} ${what}s, but ${count} rows were predicted`,
    );
  }
  return Float64Array.from(list, (value, row) => {
    const number = typeof value === 'boolean' ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
    const found = typeof value === 'number' ? String(value) : JSON.stringify(value);
    throw new CambiumError('bad-label', `the ${what} of row ${row + 1} is ${found ?? 'missing'}`, {
      hint: 'expected a finite number',
    });
  });
}

/**
 * The weight of each row that is measured, undefined where none is told.
 * @throws CambiumError as {@link rowNumbers}; `bad-weight` where one is negative or all are 0
 */
export function rowWeights(
  rows: FeatureRows,
  weights: string | NumberList | undefined,
  count: number,
): Float64Array | undefined {
  if (weights === undefined) return undefined;
  const numbers = rowNumbers(rows, weights, count, 'weight');
  const title = typeof weights === 'string' ? `weight "${weights}"` : 'sampleWeight';
  if (count > 0) checkWeights(numbers, title, 'scored');
  return numbers;
}

function column(rows: FeatureRows, name: string, what: string) {
  const table = tableOf(rows);
  if (!(table instanceof SparseTable)) return numericColumn(table, name);
  throw new CambiumError('missing-column', `a sparse table has no ${what} "${name}"`, {
    hint: `give a ${what} for each row`,
  });
}

/**
 * The first row of each query, then the number of rows.
 * @param group a column whose equal values stand together, or the number of rows of each query
 * @throws CambiumError `bad-group`
 */
export function queryStarts(
  rows: FeatureRows,
  group: string | NumberList,
  count: number,
): Uint32Array {
  const starts = [0];
  if (typeof group === 'string') {
    const ids = rowNumbers(rows, group, count, 'query');
    const seen = new Set([ids[0]]);
    for (let row = 1; row < count; row++) {
      if (ids[row] === ids[row - 1]) continue;
      if (seen.has(ids[row])) {
        throw new CambiumError(
          'bad-group',
          `group "${group}": ${ids[row]} begins again in row ${row + 1}; rows of one query must stand together`,
        );
      }
      seen.add(ids[row]);
      starts.push(row);
    }
    return Uint32Array.from([...starts, count]);
  }
  if (!isValueList(group)) {
    throw new CambiumError(
      'invalid-option',
      `group is ${describeValue(group)}: expected a column's name, or the number of rows of each query`,
    );
  }
  for (const [query, size] of group.entries()) {
    if (Number.isInteger(size) && size >= 0) continue;
    throw new CambiumError(
      'bad-group',
      `group has ${describeValue(size)} rows in query ${query + 1}: expected a whole number`,
    );
  }
  for (const size of group) starts.push(starts.at(-1)! + size);
  if (starts.at(-1) === count) return Uint32Array.from(starts);
  throw new CambiumError(
    'bad-group',
    `the queries of group have ${starts.at(-1)} rows together, but ${count} rows were predicted`,
  );
}
