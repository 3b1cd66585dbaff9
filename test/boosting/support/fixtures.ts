/** The models in test/fixtures/lightgbm, with the rows and predictions that LightGBM gave. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../fixtures/lightgbm', import.meta.url));

export const fixtureNames: readonly string[] = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

export const fixturePath = (name: string, file: string): string => join(root, name, file);

export const modelText = (name: string): string =>
  readFileSync(fixturePath(name, 'model.txt'), 'utf8');

export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly Float64Array[];
}

function parseCell(cell: string): number {
  const text = cell.trim().toLowerCase();
  if (text === '' || text === 'nan') return Number.NaN;
  if (text === 'inf') return Number.POSITIVE_INFINITY;
  if (text === '-inf') return Number.NEGATIVE_INFINITY;
  return Number(text);
}

/** A CSV file of numbers; the first line is a header where it holds letters. */
export function readTable(name: string, file: string): Table {
  const lines = readFileSync(fixturePath(name, file), 'utf8').trimEnd().split('\n');
  const first = lines[0]!.split(',');
  const hasHeader = first.some(
    (cell) =>
      /[a-z_]/i.test(cell) && Number.isNaN(parseCell(cell)) && !/^\s*(nan|inf)\s*$/i.test(cell),
  );
  const body = hasHeader ? lines.slice(1) : lines;
  return {
    header: hasHeader ? first : [],
    rows: body.map((line) => Float64Array.from(line.split(','), parseCell)),
  };
}

export function column(table: Table, index: number): Float64Array {
  return Float64Array.from(table.rows, (row) => row[index]!);
}

export interface Meta {
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly features: number;
  readonly categorical_feature: readonly number[];
  readonly num_class: number;
  readonly rounds: number;
  readonly eval: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
}

export function readMeta(name: string): Meta {
  return JSON.parse(readFileSync(fixturePath(name, 'meta.json'), 'utf8'));
}
