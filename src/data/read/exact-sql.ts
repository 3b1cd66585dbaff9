/** Makes floats of whole numbers and decimals in SQL, and refuses a whole number that a float64 cannot hold. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { CambiumError } from '../../errors.js';
import { LARGEST_WHOLE, placeOf, wholeNumberError } from '../whole-numbers.js';

/** Whether a DuckDB type has more digits than a float64: 64-bit integers and wider ones, and decimals. */
export function isExactType(type: string): boolean {
  return /^(?:U?BIGINT|U?HUGEINT|DECIMAL|BIGNUM)/.test(type);
}

const isBeyond = (column: string): string =>
  `(${column} > ${LARGEST_WHOLE} OR ${column} < -${LARGEST_WHOLE})`;

/**
 * The column `c0`, `c1`… of a query as a float. A number beyond 2^53 raises an error, of which
 * {@link explainExact} tells where it is.
 */
export function exactSql(index: number, wanted: string): string {
  const column = `c${index}`;
  const complain = `error('exact ${index}: ' || CAST(${column} AS VARCHAR))`;
  return `CASE WHEN ${isBeyond(column)} THEN ${complain} ELSE CAST(${column} AS ${wanted}) END`;
}

/** What {@link explainExact} needs of a query. */
interface ExactQuery {
  readonly connection: DuckDBConnection;
  /** The query without {@link exactSql}. */
  readonly plain: string;
  readonly plans: readonly { readonly name: string }[];
  readonly relation: { readonly name: string };
}

/** What to throw for the error that {@link exactSql} raised; undefined for another error. */
export async function explainExact(
  error: unknown,
  { connection, plain, plans, relation }: ExactQuery,
): Promise<CambiumError | undefined> {
  const fault = /exact (\d+): (\S+)/.exec(error instanceof Error ? error.message : '');
  const name = plans[Number(fault?.[1] ?? -1)]?.name;
  if (fault === null || name === undefined) return undefined;
  const column = `c${fault[1]}`;
  const columns = plans.map((_, i) => `c${i}`).join(', ');
  // An error at the first row leaves its transaction open.
  await connection.run('ROLLBACK').catch(() => undefined);
  // Rows come in their order, but threads may meet another fault first.
  const found = await connection.runAndReadAll(
    `SELECT row, CAST(${column} AS VARCHAR) FROM (SELECT row_number() OVER () AS row, ${column} ` +
      `FROM (${plain}) AS q(${columns})) WHERE ${isBeyond(column)} LIMIT 1`,
  );
  const [row, value] = found.getRows()[0] ?? [];
  if (row === undefined) return wholeNumberError(`${relation.name}, column "${name}"`, fault[2]!);
  return wholeNumberError(placeOf(relation.name, name, Number(row)), String(value));
}
