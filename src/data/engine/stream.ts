/** Streams a query's result in DuckDB's own chunks, to its end or to its error. */
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { CambiumError } from '../../errors.js';

/** At most 2,048 rows of a result. It is valid until the next one is asked for. */
export interface StreamedChunk {
  readonly chunk: DuckDBDataChunk;
  readonly rows: number;
}

/**
 * The chunks of a query's result.
 *
 * A stream that fails after its first chunks ends as if it were complete: DuckDB's bindings do not tell
 * its error. But a failure ends the transaction, and the next statement in it says so.
 * @throws DuckDB's error, also when it came late.
 */
export async function* stream(
  connection: DuckDBConnection,
  sql: string,
): AsyncGenerator<StreamedChunk, void, undefined> {
  await connection.run('BEGIN');
  const result = await connection.stream(sql);
  for (;;) {
    const chunk = await result.fetchChunk();
    const rows = chunk?.rowCount ?? 0;
    if (chunk === null || rows === 0) break;
    yield { chunk, rows };
  }
  const complete = await connection.run('SELECT 1').then(
    () => true,
    () => false,
  );
  if (!complete) await repeatFailure(connection, sql);
  await connection.run('COMMIT');
}

/** Runs a query whose stream failed again, keeping no rows, for the error that the stream did not tell. */
async function repeatFailure(connection: DuckDBConnection, sql: string): Promise<never> {
  await connection.run('ROLLBACK');
  // A sum of hashes needs every value; a mere count would be answered from statistics.
  await connection.run(`SELECT bit_xor(hash(COLUMNS(*))) FROM (${sql})`);
  throw new CambiumError('unreadable', 'the rows could not be read to their end', {
    hint: 'was a file changed meanwhile?',
  });
}
