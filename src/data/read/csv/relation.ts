/** Opens CSV files as a relation: the text of each cell becomes a value of its column's type by our own grammar. */

import { rmSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { CambiumError } from '../../../errors.js';
import { sqlIdentifier, translateError } from '../../engine/index.js';
import { columnTypeOf } from '../../schema/column-type.js';
import { type CellForm, cellSql, expectedOf, numberSql } from '../../text/cell-sql.js';
import { parseNumber, parseTime, parseTruth } from '../../text/index.js';
import { isBeyondWhole, wholeNumberError } from '../../whole-numbers.js';
import type { SourceOptions } from '../options.js';
import {
  type ColumnNeeds,
  type Context,
  type Relation,
  relation,
  WrongGuess,
} from '../relation.js';
import { findCell } from './lines.js';
import { type CsvText, openText } from './text.js';
import { type CsvColumn, chooseTypes, directSql, isConversion } from './types.js';

/** SQL of the error for a text. */
type Complain = (x: string, fault: string) => string;

/** @throws CambiumError naming file, line and column. */
export async function openCsv(
  connection: DuckDBConnection,
  context: Context,
  options: SourceOptions,
  needs: ColumnNeeds,
): Promise<Relation> {
  const text = await openText(context, options);
  const dispose = (): void => {
    for (const copy of text.copies) rmSync(copy, { force: true });
  };
  try {
    const columns = await chooseTypes(connection, text, options, needs);
    const items = columns.map((column, i) => {
      const complain: Complain = (x, fault) => `error('cell ${i} ${fault}: ' || left(${x}, 200))`;
      const value = valueSql(column, i, complain);
      return `${value} AS ${sqlIdentifier(column.name)}`;
    });
    const direct = new Set(columns.flatMap(({ read }, i) => (read === 'reader' ? [i] : [])));
    const from = withNumbers(
      text.from(direct),
      columns.flatMap(({ type, read = 'grammar' }, i) =>
        columnTypeOf(type).family === 'text' || read !== 'grammar' ? [] : [i],
      ),
      text.careful,
    );
    const described = columns.map(({ name, type }) => ({
      name,
      type: columnTypeOf(type).duckdb as string,
    }));
    const sql = `(SELECT ${items.join(', ')} FROM ${from})`;
    const opened = relation(context, sql, described, text.rows);
    return {
      ...opened,
      dispose,
      explain: (error) => explain(error, context, text, columns),
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

function valueSql(column: CsvColumn, i: number, complain: Complain): string {
  const x = `c${i}`;
  switch (column.read) {
    case 'reader':
      return directSql(x, complain("''", 'precision'));
    case 'cast':
      return `TRY_CAST(${x} AS DOUBLE)`;
    default:
      return cellSql(x, column, complain, `n${i}`);
  }
}

/** Texts, with the numbers that some of them are as further columns `n0`, `n1`…, so that each is read once. */
function withNumbers(sql: string, columns: readonly number[], careful: boolean): string {
  const numbers = columns.map((i) => `, ${numberSql(`c${i}`, careful)} AS n${i}`);
  return `(SELECT *${numbers.join('')} FROM ${sql})`;
}

/** What to throw for an error of a query: a wrong guess, or where a cell is that cannot be read. */
async function explain(
  error: unknown,
  context: Context,
  text: CsvText,
  columns: readonly CsvColumn[],
): Promise<unknown> {
  const message = error instanceof Error ? error.message : '';
  const fault = /cell (\d+) (value|precision): (.*)/s.exec(message);
  const column = columns[Number(fault?.[1] ?? -1)];
  if (isConversion(error)) return new WrongGuess('a number');
  if (fault === null || column === undefined) {
    return translateError(error, { ...context, columns: text.names });
  }
  const isPrecision = fault[2] === 'precision';
  if (column.guessed) return new WrongGuess(column.name);
  const at = Number(fault[1]);
  const place = { separator: text.separator, header: text.header, column: at };
  const isFault = isPrecision
    ? isBeyondWhole
    : (cell: string) => !fits(cell, column, text.nullValues);
  for (const { path, compressed } of text.probes) {
    const cell = await findCell({ path, compressed }, place, isFault);
    if (cell === undefined) continue;
    const where = `${path}, line ${cell.line}, column "${column.name}"`;
    return isPrecision
      ? wholeNumberError(where, cell.text.trim())
      : badCell(where, column, cell.text);
  }
  const where = `${context.name}, column "${column.name}"`;
  return isPrecision
    ? wholeNumberError(where, fault[3]!.trim())
    : badCell(where, column, fault[3]!);
}

/** What a user can do about a cell of another kind than its column. */
function badCell(where: string, { name, type }: CsvColumn, cell: string): CambiumError {
  const hint =
    columnTypeOf(type).family === 'time'
      ? `write it as in ISO 8601, or read the column as text and its form with SQL: strptime(${sqlIdentifier(name)}, '%m/%d/%Y')`
      : 'correct the value, leave it empty if it is missing, or declare the column utf8 in a schema';
  return new CambiumError(
    'csv-value',
    `${where}: expected ${expectedOf(type)}, found "${shorten(cell)}"`,
    { hint, commandHint: 'correct the value, or leave it empty if it is missing' },
  );
}

/** Whether a cell's text can be read as its column's type, as {@link cellSql} reads it. */
function fits(cell: string, { type, truths }: CellForm, nullValues: readonly string[]): boolean {
  if (nullValues.includes(cell)) return true;
  const number = parseNumber(cell);
  if (number !== undefined && Number.isNaN(number)) return true;
  const { family, ArrayType } = columnTypeOf(type);
  if (family === 'text') return true;
  if (family === 'time') {
    const time = parseTime(cell);
    return time !== undefined && (type !== 'date' || time.form === 'date');
  }
  const truth = parseTruth(cell) !== undefined;
  if (family === 'boolean') return truth || number === 0 || number === 1;
  if (number === undefined) return truths === true && truth;
  if (type === 'float64' || type === 'float32') return true;
  if (type === 'int64') return Number.isInteger(number) && Math.abs(number) < 2 ** 63;
  // An array of the type keeps what it can hold.
  return Number(new ArrayType(1).fill(number as never)[0]) === number;
}

/** A cell as an error shows it. */
function shorten(cell: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a damaged file's bytes must not reach the terminal.
  const printable = cell.replace(/[\u0000-\u001f\u007f]/g, '·');
  return printable.length <= 60 ? printable : `${printable.slice(0, 60)}…`;
}
