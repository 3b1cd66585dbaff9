/** Writes CSV, Parquet and JSON: rows go into DuckDB's temporary table, which spills to disk, and out by COPY. */
import { sqlIdentifier, sqlString } from '../engine/index.js';
import type { FormatWriter } from './batch-writer.js';
import { TemporaryTable } from './temporary-table.js';
import type { WriterField } from './writer.js';

/**
 * A number's text in CSV: the shortest that reads back as the same number, without `.0`. Whole
 * numbers go through BIGINT; negative zero keeps its sign.
 */
function csvNumber(column: string): string {
  const whole = `${column} = trunc(${column}) AND abs(${column}) < 1e15 AND NOT (${column} = 0 AND signbit(${column}))`;
  return `CASE WHEN ${whole} THEN CAST(${column} AS BIGINT)::VARCHAR ELSE ${column}::VARCHAR END`;
}

function copyStatement(
  fields: readonly WriterField[],
  path: string,
  format: 'csv' | 'tsv' | 'parquet' | 'json',
): string {
  const text = format === 'csv' || format === 'tsv';
  const items = fields.map(({ name, type }, i) => {
    const floats = type === 'float32' || type === 'float64';
    return `${text && floats ? csvNumber(`c${i}`) : `c${i}`} AS ${sqlIdentifier(name)}`;
  });
  const options = {
    csv: "FORMAT csv, HEADER, DELIMITER ','",
    tsv: "FORMAT csv, HEADER, DELIMITER '\t'",
    parquet: 'FORMAT parquet, COMPRESSION zstd',
    json: 'FORMAT json',
  };
  return `COPY (SELECT ${items.join(', ')} FROM rows) TO ${sqlString(path)} (${options[format]})`;
}

/** Opens a writer of CSV, TSV, Parquet (zstd) or newline-delimited JSON at `path`. */
export async function openDuckDBWriter(
  fields: readonly WriterField[],
  path: string,
  format: 'csv' | 'tsv' | 'parquet' | 'json',
): Promise<FormatWriter> {
  const table = await TemporaryTable.open(fields);
  return {
    write: (columns, rows) => table.write(columns, rows),
    async finish() {
      table.flush();
      await table.connection.run(copyStatement(fields, path, format));
    },
    async dispose() {
      table.close();
    },
  };
}
