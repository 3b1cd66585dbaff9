/** A sparse table as training data: which of its columns are features, and what a training table has that it lacks. */
import type { SparseTable } from '../../data/index.js';
import { CambiumError, didYouMean } from '../../errors.js';
import type { SparseColumns } from './placed-table.js';

/**
 * @param names the features
 * @param mayHaveMore whether columns that are no features are left out
 * @throws CambiumError `missing-column`, `unknown-column`
 */
export function sparseColumns(
  { matrix, names: columns }: SparseTable,
  names: readonly string[],
  tableName: string,
  mayHaveMore: boolean,
): SparseColumns {
  const featureOf = new Int32Array(matrix.columns).fill(-1);
  const columnOf = new Map(columns.map((name, index) => [name, index]));
  const widths = `it has ${columns.length} columns, there are ${names.length} features`;
  names.forEach((name, feature) => {
    const column = columnOf.get(name);
    if (column === undefined) {
      throw new CambiumError(
        'missing-column',
        `the ${tableName} table has no column "${name}": ${widths}`,
        {
          hint:
            didYouMean(name, columns) ??
            'say how many columns a LibSVM file or matrix has when it is read',
        },
      );
    }
    featureOf[column] = feature;
  });
  const other = mayHaveMore ? -1 : featureOf.indexOf(-1);
  if (other >= 0) {
    throw new CambiumError(
      'unknown-column',
      `column "${columns[other]}" of the ${tableName} table is no feature: ${widths}`,
      { hint: 'name the features, or read the matrix with as many columns' },
    );
  }
  return { matrix, featureOf };
}

/** Sparse tables have features only. */
export function refuseNamed(column: string, what: string, tableName: string): never {
  throw new CambiumError(
    'missing-column',
    `${what} of the ${tableName} table is told as column "${column}", but a sparse table has features only`,
    { hint: 'give a number a row instead' },
  );
}
