/** From the query id of each row to the number of rows of each query. */
import { CambiumError } from '../../errors.js';

/**
 * The rows of each query, in order.
 * @param ids each row's query; the rows of a query are consecutive
 * @param name what errors call the ids, e.g. a column or a file
 * @throws CambiumError `bad-group` naming the row where an id is missing, or comes again after others
 */
export function queryRows(ids: ArrayLike<number>, name: string): Int32Array {
  const sizes: number[] = [];
  const seen = new Set<number>();
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row]!;
    if (row > 0 && id === ids[row - 1]) {
      sizes[sizes.length - 1]!++;
      continue;
    }
    if (Number.isNaN(id)) {
      throw new CambiumError('bad-group', `${name}: the query of row ${row + 1} is missing`);
    }
    if (seen.has(id)) {
      throw new CambiumError(
        'bad-group',
        `${name}: query ${id} comes again in row ${row + 1}, after rows of others`,
        { hint: 'sort the rows by query first' },
      );
    }
    seen.add(id);
    sizes.push(1);
  }
  return Int32Array.from(sizes);
}
