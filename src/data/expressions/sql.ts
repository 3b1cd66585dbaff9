/** Compiles an expression to DuckDB's SQL. */
import { sqlIdentifier, sqlNumber, sqlString } from '../engine/sql.js';
import { sqlOfText } from '../text/cell-sql.js';
import { FUNCTIONS } from './functions.js';
import type { Kind, Node, Value } from './node.js';

/** DuckDB's types of the columns, by name. */
export type SqlTypes = ReadonlyMap<string, string>;

interface Context {
  readonly types: SqlTypes;
  readonly numbers: ReadonlyMap<string, string>;
}

function columnSql(name: string, kind: Kind, { types, numbers }: Context): string {
  const type = types.get(name);
  const ready = kind === 'number' ? numbers.get(name) : undefined;
  const column = sqlIdentifier(ready ?? name);
  switch (kind) {
    case 'any':
      return column;
    case 'time':
      if (type === 'VARCHAR') return sqlOfText(column, name, 'timestamp[us]');
      return type === 'TIMESTAMP' ? column : `CAST(${column} AS TIMESTAMP)`;
    case 'boolean':
      if (type === 'VARCHAR') return sqlOfText(column, name, 'bool');
      return type === 'BOOLEAN' ? column : `CAST(${column} AS BOOLEAN)`;
    case 'text': {
      if (type === 'VARCHAR') return column;
      // A number's text has no `.0`, as in JavaScript.
      const text = `CAST(${column} AS VARCHAR)`;
      return `CASE WHEN typeof(${column}) IN ('DOUBLE', 'FLOAT') AND ${text} LIKE '%.0' THEN ${text}[:-3] ELSE ${text} END`;
    }
    case 'number': {
      if (type !== undefined && /^U?(TINY|SMALL|BIG|HUGE)?INT|^BOOLEAN$/.test(type)) {
        return `CAST(${column} AS DOUBLE)`;
      }
      const number =
        type === 'VARCHAR' && ready === undefined
          ? sqlOfText(column, name, 'float64')
          : type === 'DOUBLE' || ready !== undefined
            ? column
            : `CAST(${column} AS DOUBLE)`;
      // NaN and the infinities are missing.
      return `CASE WHEN isfinite(${number}) THEN ${number} END`;
    }
  }
}

function literalSql(value: Value, kind: Kind): string {
  if (kind === 'time') {
    return value === null ? 'NULL::TIMESTAMP' : `CAST(${sqlString(String(value))} AS TIMESTAMP)`;
  }
  if (value === null) {
    const types = { number: 'DOUBLE', boolean: 'BOOLEAN', text: 'VARCHAR', any: 'DOUBLE' } as const;
    return `NULL::${types[kind]}`;
  }
  if (typeof value === 'number') return sqlNumber(value);
  return typeof value === 'string' ? sqlString(value) : String(value);
}

/** One node and what is below it. */
function nodeSql(node: Node, context: Context): string {
  switch (node.op) {
    case 'column':
      return columnSql(node.name, node.kind, context);
    case 'literal':
      return literalSql(node.value, node.kind);
    case 'call':
      return FUNCTIONS[node.function]!.sql(...node.arguments.map((each) => nodeSql(each, context)));
    case 'case': {
      const branches = node.branches.map(
        ({ when, value }) => `WHEN ${nodeSql(when, context)} THEN ${nodeSql(value, context)}`,
      );
      return `CASE ${branches.join(' ')} ELSE ${nodeSql(node.otherwise, context)} END`;
    }
    case 'map':
      return mapSql(node, nodeSql(node.of, context));
  }
}

/** Texts beyond which they are looked up by hash instead of one after another. */
const MOST_BRANCHES = 8;

/** The number that belongs to a text, given as SQL. */
function mapSql(node: Node & { op: 'map' }, text: string): string {
  const otherwise = literalSql(node.otherwise, 'number');
  // In the order of the numbers, so that a category's code is its place.
  const values = [...new Map(node.values)].sort(([, a], [, b]) => a - b);
  if (values.length === 0) return otherwise;
  if (values.length <= MOST_BRANCHES) {
    const whens = values.map(([key, number]) => `WHEN ${sqlString(key)} THEN ${sqlNumber(number)}`);
    return `CASE ${text} ${whens.join(' ')} ELSE ${otherwise} END`;
  }
  // DuckDB finds an enumeration's texts by hash, once for each distinct text of a Parquet page.
  const keys = values.map(([key]) => sqlString(key)).join(', ');
  const place = `enum_code(TRY_CAST(${text} AS ENUM(${keys})))`;
  const numbers = values.map(([, number]) => sqlNumber(number)).join(', ');
  const number = values.every(([, number], index) => Object.is(number, index))
    ? `CAST(${place} AS DOUBLE)`
    : `list_extract([${numbers}], CAST(${place} AS BIGINT) + 1)`;
  return node.otherwise === null ? number : `coalesce(${number}, ${otherwise})`;
}

/** Whether a node may give an infinity or NaN: what reads a clock, a map or a column does not. */
function mayOverflow(node: Node): boolean {
  switch (node.op) {
    case 'call':
      return (
        FUNCTIONS[node.function]!.gives === 'number' &&
        FUNCTIONS[node.function]!.takes[0] === 'number'
      );
    case 'case':
      return node.branches.some(({ value }) => mayOverflow(value)) || mayOverflow(node.otherwise);
    default:
      return false;
  }
}

/**
 * SQL that gives null for whatever has no finite result.
 * @param types DuckDB's types of the columns, where known.
 * @param numbers names of columns that hold the numbers of text columns, by the text columns' names.
 */
export function toSql(
  node: Node,
  types: SqlTypes = new Map(),
  numbers: ReadonlyMap<string, string> = new Map(),
): string {
  const sql = nodeSql(node, { types, numbers });
  return mayOverflow(node) ? `CASE WHEN isfinite(${sql}) THEN ${sql} END` : sql;
}
