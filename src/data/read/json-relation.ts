/** Opens JSON records as a relation: the columns are called what the records call them, and no number is rounded. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlIdentifier, sqlString, translateError } from '../engine/index.js';
import { checkContent, probe } from '../files/format.js';
import { checkGzip } from '../files/gzip.js';
import { checkColumnNames } from '../schema/check-column-names.js';
import { isBeyondSql } from '../text/cell-sql.js';
import { placeOf, wholeNumberError } from '../whole-numbers.js';
import { type Context, listSql, type Relation, relation } from './relation.js';

/** Names that DuckDB gives where records have poor ones: of a twin, and of a key without a name. */
const GIVEN = /_\d+$|^C\d+$/;

/** Values within values whose types are told: the time for it grows with the square of their depth. */
const MOST_DEPTH = 100;

/** @throws CambiumError naming the file, `duplicate-column` or `nameless-column` */
export async function openJson(connection: DuckDBConnection, context: Context): Promise<Relation> {
  let bytes = 0;
  for (const file of context.files) {
    const probed = probe(file);
    checkContent(probed, 'json');
    if (probed.compressed) await checkGzip(file);
    bytes += probed.size;
  }
  const files = listSql(context.files);
  // All rows tell the types, not the first alone.
  // DESCRIBE alone tells JSON, of columns of several types, from the VARCHAR that it is stored as.
  const described = await connection.runAndReadAll(
    `DESCRIBE SELECT * FROM read_json(${files}, records=true, sample_size=-1, maximum_depth=${MOST_DEPTH})`,
  );
  const found = described.getRows().map(([name, type]) => ({
    name: String(name),
    type: String(type),
  }));
  if (found.some(({ name }) => GIVEN.test(name))) await checkKeys(connection, context);
  // DuckDB would round whole numbers among floats; their texts are at hand in a column of JSON.
  const types = found.map(({ name, type }) => {
    return `${sqlString(name)}: ${sqlString(type === 'DOUBLE' ? 'JSON' : type)}`;
  });
  const texts = `read_json(${files}, records=true, columns={${types.join(', ')}})`;
  const items = found.map(({ name, type }) => {
    const column = sqlIdentifier(name);
    return type === 'DOUBLE' ? `${floatSql(name)} AS ${column}` : column;
  });
  const sql = `(SELECT ${items.join(', ')} FROM ${texts})`;
  const columns = found.map(({ name, type }) => ({
    name,
    type: type === 'JSON' ? 'VARCHAR' : type,
  }));
  const opened = relation(context, sql, columns, Math.ceil(bytes / (found.length * 12)));
  return {
    ...opened,
    explain: async (error) =>
      (await explain(connection, error, context, texts)) ?? opened.explain(error),
  };
}

function floatSql(name: string): string {
  const column = sqlIdentifier(name);
  const number = `CAST(${column} AS DOUBLE)`;
  const text = `CAST(${column} AS VARCHAR)`;
  const complain = `error(${sqlString(`column "${name}": whole number `)} || ${text})`;
  return `CASE WHEN ${isBeyondSql(text, number)} THEN ${complain} ELSE ${number} END`;
}

async function checkKeys(connection: DuckDBConnection, { name, files }: Context): Promise<void> {
  const sql = `SELECT DISTINCT unnest(json_keys(json)) AS key FROM read_json_objects(${listSql(files)})`;
  const keys = await connection.runAndReadAll(`${sql} ORDER BY key`);
  checkColumnNames(
    keys.getRows().map(([key]) => String(key)),
    { where: name },
  );
}

/** The error for a whole number that was refused, with its row; undefined for another. */
async function explain(
  connection: DuckDBConnection,
  error: unknown,
  context: Context,
  texts: string,
): Promise<unknown> {
  const fault = /column "(.*)": whole number -?\d+/s.exec(
    error instanceof Error ? error.message : '',
  );
  if (fault === null) return undefined;
  const name = fault[1]!;
  const text = `CAST(${sqlIdentifier(name)} AS VARCHAR)`;
  // An error at the first row leaves its transaction open.
  await connection.run('ROLLBACK').catch(() => undefined);
  const isBeyond = isBeyondSql('text', 'CAST(text AS DOUBLE)');
  const found = await connection.runAndReadAll(
    `SELECT row, text FROM (SELECT row_number() OVER () AS row, ${text} AS text FROM ${texts}) ` +
      `WHERE ${isBeyond} LIMIT 1`,
  );
  const [row, value] = found.getRows()[0] ?? [];
  if (row === undefined) return translateError(error, context);
  return wholeNumberError(placeOf(context.name, name, Number(row)), String(value));
}
