/** Reads a text file as LightGBM's command line does: numbers in columns that are known by their places. */
import type { Data, Table } from 'apache-arrow';
import { CambiumError } from '../../errors.js';
import { ColumnMemory } from '../memory.js';
import { columnNames } from '../read/column-names.js';
import { readTable } from '../read/read-table.js';
import type { TableSchema } from '../schema/index.js';
import { assembleTable, columnData } from '../table/assemble.js';
import { columnLabels } from '../table/column-labels.js';
import { numericColumn } from '../table/numeric-column.js';
import { type ColumnParameters, type ColumnRoles, chooseColumnRoles } from './choose-columns.js';
import { type FieldFile, sourceOptions } from './source.js';

/** A LightGBM-style file, read. */
export interface FieldTable {
  /** Its features by name: `Column_0` and so on where the file has no names. Ignored ones are all zero. */
  readonly table: Table;
  readonly label: Float32Array | Float64Array;
  readonly weight: Float32Array | Float64Array | undefined;
  /** Each row's query. */
  readonly query: Float32Array | Float64Array | undefined;
  /** Names of the features that are categories. */
  readonly categorical: readonly string[];
}

/**
 * Reads a file whose columns LightGBM's parameters choose. Columns that are ignored keep their places
 * among the features, all zero, so that a feature's number stays that of its column.
 * @throws CambiumError naming file, line and column of what is no number
 */
export async function readFieldFile(
  file: FieldFile,
  parameters: ColumnParameters,
  memory?: ColumnMemory,
): Promise<FieldTable> {
  const { path, format, header, separator } = file;
  const isText = format === 'csv' || format === 'tsv';
  const own = await columnNames(path, { format, header, separator });
  const names = isText && !header ? undefined : own;
  const roles = chooseColumnRoles({ source: path, names, width: own.length }, parameters);
  const used = own.filter((_, place) => {
    const { label, weight, group, ignored } = roles;
    return place === label || place === weight || place === group || !ignored.has(place);
  });
  // A feature without any value is one that training leaves unused.
  const options = { columns: used, allowEmptyColumns: true, ...(memory && { memory }) };
  const table = await readTable(
    path,
    isText ? { ...options, ...sourceOptions(file), schema: numbers(used) } : { ...options, format },
  ).catch((error: unknown) => {
    throw withHint(error, isText && !header);
  });
  return arrange(table, own, names, roles, path);
}

/** What a user can do about names in a first line that was taken for a row. */
function withHint(error: unknown, isNameless: boolean): unknown {
  if (!(error instanceof CambiumError)) return error;
  const { code, problem } = error;
  let { hint } = error;
  if (isNameless && /line 1\b/.test(problem)) hint = 'header=true if the first line holds names';
  return new CambiumError(code, problem, { hint, cause: error });
}

/** In LightGBM's files all fields are numbers. */
function numbers(columns: readonly string[]): TableSchema {
  return Object.fromEntries(
    columns.map((name) => [name, { type: 'float64' as const, nullable: true }]),
  );
}

function arrange(
  table: Table,
  own: readonly string[],
  names: readonly string[] | undefined,
  roles: ColumnRoles,
  path: string,
): FieldTable {
  const nameAt = (place: number) => own[place] as string;
  const rows = table.numRows;
  const labels = names ?? columnLabels(roles.features.length);
  // Without names a feature is called by its number among the features.
  const featureName = new Map(
    roles.features.map((place, index) => [place, names?.[place] ?? (labels[index] as string)]),
  );
  let zeros: Data | undefined;
  const columns = roles.features.map((place) => {
    const name = featureName.get(place) as string;
    if (!roles.ignored.has(place)) {
      const column = table.getChild(nameAt(place));
      const [data] = column?.data ?? [];
      if (data === undefined || column?.data.length !== 1) {
        throw new CambiumError('unreadable', `${path}: column "${name}" is not in one piece`);
      }
      return { name, data };
    }
    zeros ??= columnData('float32', { length: rows, values: zeroColumn(table, rows) });
    return { name, data: zeros };
  });
  const values = (place: number | undefined) =>
    place === undefined ? undefined : numericColumn(table, nameAt(place));
  return {
    table: assembleTable(columns, rows),
    label: numericColumn(table, nameAt(roles.label)),
    weight: values(roles.weight),
    query: values(roles.group),
    categorical: roles.categorical.map((place) => featureName.get(place) as string),
  };
}

function zeroColumn(table: Table, rows: number): Float32Array {
  const first = table.getChildAt(0)?.data[0]?.values as Float64Array | undefined;
  const memory = first && ColumnMemory.of(first.buffer);
  return memory?.allocateFloat32(rows) ?? new Float32Array(rows);
}
