/** The files that LightGBM looks for beside a data file: weights, queries, positions and initial scores of its rows. */
import { existsSync } from 'node:fs';
import { CambiumError } from '../../errors.js';
import { showText } from '../table/not-numbers.js';
import { lineBlocks } from '../text/line-blocks.js';
import { parseBareNumber, trimBlanks } from '../text/number.js';
import { readNumberLines } from '../text/number-lines.js';

const NEWLINE = 0x0a;

/** What lies beside a data file. */
export interface SideFiles {
  /** `FILE.weight`: each row's weight. */
  readonly weight?: { readonly path: string; readonly values: Float64Array };
  /** `FILE.query` or `FILE.group`: rows of each query, in order. */
  readonly group?: { readonly path: string; readonly values: Int32Array };
  /** `FILE.position`: where each row stood in its query, numbered in the order of the first rows. */
  readonly position?: { readonly path: string; readonly values: Int32Array };
  /** `FILE.init`: each row's raw score before the first tree, class by class. */
  readonly initScore?: { readonly path: string; readonly values: Float64Array };
}

/**
 * Reads what lies beside a data file.
 * @param rows of the data file
 * @param wanted what to read: a column that is told goes before a file
 * @throws CambiumError naming the file that does not fit
 */
export async function readSideFiles(
  path: string,
  rows: number,
  wanted: Readonly<Record<'weight' | 'group' | 'position' | 'initScore', boolean>>,
): Promise<SideFiles> {
  const weight = sideFile(path, wanted.weight, 'weight');
  const group = sideFile(path, wanted.group, 'query', 'group');
  const position = sideFile(path, wanted.position, 'position');
  const initScore = sideFile(path, wanted.initScore, 'init');
  return {
    ...(weight && { weight: { path: weight, values: await readWeights(weight, rows) } }),
    ...(group && { group: { path: group, values: await readGroupFile(group, rows) } }),
    ...(position && {
      position: { path: position, values: await readPositionFile(position, rows) },
    }),
    ...(initScore && { initScore: { path: initScore, values: await readScores(initScore, rows) } }),
  };
}

function sideFile(path: string, wanted: boolean, ...endings: string[]): string | undefined {
  if (!wanted) return undefined;
  const found = endings.map((ending) => `${path}.${ending}`).filter((file) => existsSync(file));
  if (found.length > 1) {
    throw new CambiumError('conflicting-files', `${found.join(' and ')}: expected one of the two`);
  }
  return found[0];
}

async function readWeights(path: string, rows: number): Promise<Float64Array> {
  const lines = await readNumberLines(path);
  requireOne(path, lines.columns);
  requireRows(path, lines.rows, rows, 'weights');
  return lines.values;
}

/**
 * Reads a file with the number of rows of each query.
 * @param rows of the data that the queries are of
 * @throws CambiumError naming the line that is no such number, or the sum that is not the rows
 */
export async function readGroupFile(path: string, rows: number): Promise<Int32Array> {
  const { values, columns } = await readNumberLines(path);
  requireOne(path, columns);
  let sum = 0;
  for (const [query, size] of values.entries()) {
    if (!Number.isInteger(size) || size < 1 || size > rows) {
      throw new CambiumError(
        'bad-group',
        `${path}: query ${query + 1} has ${size} rows: expected a whole number from 1 to ${rows}, the rows of the data`,
      );
    }
    sum += size;
  }
  requireRows(path, sum, rows, 'rows in all queries');
  return Int32Array.from(values);
}

/**
 * Reads a file with the position of each row: a whole number from 0, or a name.
 * @param rows of the data that the positions are of
 * @returns positions numbered in the order of their first rows
 * @throws CambiumError naming the line that is no position, or the number of lines that is not the rows
 */
export async function readPositionFile(path: string, rows: number): Promise<Int32Array> {
  const numberOf = new Map<string, number>();
  const numbers = new Int32Array(rows);
  let line = 0;
  let found = 0;
  for await (const { bytes, length } of lineBlocks(path)) {
    for (let at = 0; at < length; line++) {
      let end = bytes.indexOf(NEWLINE, at);
      if (end < 0 || end > length) end = length;
      const position = trimBlanks(
        Buffer.from(bytes.buffer, bytes.byteOffset + at, end - at).toString(),
      );
      at = end + 1;
      if (position === '') continue;
      // Empty lines may end the file, but not stand among the rows.
      if (found < line) throw badPosition(path, found + 1, '');
      const value = parseBareNumber(position);
      if (value !== undefined && !(Number.isInteger(value) && value >= 0)) {
        throw badPosition(path, line + 1, position);
      }
      const number = numberOf.get(position) ?? numberOf.size;
      numberOf.set(position, number);
      if (found < rows) numbers[found] = number;
      found++;
    }
  }
  requireRows(path, found, rows, 'positions');
  return numbers;
}

const badPosition = (path: string, line: number, found: string) =>
  new CambiumError(
    'bad-position',
    `${path}, line ${line}: "${showText(found)}" is not a position: expected a whole number from 0, or a name`,
  );

/** Line by line a row's scores, turned so that a class's scores lie together. */
async function readScores(path: string, rows: number): Promise<Float64Array> {
  const { values, columns, rows: lines } = await readNumberLines(path);
  requireRows(path, lines, rows, 'lines');
  if (columns === 1) return values;
  const turned = new Float64Array(values.length);
  for (let row = 0; row < lines; row++) {
    for (let column = 0; column < columns; column++) {
      turned[column * lines + row] = values[row * columns + column]!;
    }
  }
  return turned;
}

function requireOne(path: string, columns: number): void {
  if (columns === 1) return;
  throw new CambiumError('bad-number', `${path}: expected one number a line, found ${columns}`);
}

function requireRows(path: string, found: number, rows: number, what: string): void {
  if (found === rows) return;
  throw new CambiumError(
    'row-count',
    `${path} has ${found} ${what}, but the data has ${rows} rows`,
  );
}
