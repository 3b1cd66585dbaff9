/** Reads files whose columns are told in LightGBM's way: fields without names, and LibSVM. */
import type { TrainingTable, ValidationTable } from '../../boosting/index.js';
import {
  type ColumnMemory,
  type FieldSource,
  type FieldTable,
  openSource,
  queryRows,
  readFieldFile,
  readGroupFile,
  readLibsvm,
  readPositionFile,
  SparseTable,
  tableMemory,
} from '../../data/index.js';
import { CambiumError } from '../../errors.js';
import { completeValidation, datasetNames, type TrainingInputs, withSideFiles } from './inputs.js';
import type { PlacedColumns, TrainingTask } from './task.js';

/** Reads the tables of a training whose columns LightGBM's parameters tell. */
export async function readPlaced(
  task: TrainingTask,
  columns: PlacedColumns,
): Promise<TrainingInputs> {
  const path = task.data[0] as string;
  const source = openSource(path, columns.header, false);
  return source.kind === 'libsvm'
    ? readSparse(task, columns, path)
    : readFields(task, columns, source);
}

const bad = (message: string, hint?: string) =>
  new CambiumError('invalid-option', message, { hint });

async function readFields(
  { valid }: TrainingTask,
  columns: PlacedColumns,
  source: FieldSource,
): Promise<TrainingInputs> {
  const notices: string[] = [];
  const training = await readFieldFile(source, columns.parameters);
  const memory = tableMemory(training.table);
  const features = namesOf(training);
  const nameOf = datasetNames();
  const data = await rowsOf(source.path, training, columns, notices);
  const sets: ValidationTable[] = [];
  for (const path of valid) {
    const other = openSource(path, columns.header, false);
    if (other.kind === 'libsvm') {
      throw new CambiumError('wrong-format', `${path} is LibSVM, but ${source.path} is not`);
    }
    const read = await readFieldFile(other, columns.parameters, memory);
    requireSame(path, namesOf(read), source.path, features);
    const set = { name: nameOf(path), ...(await rowsOf(path, read, {}, notices)) };
    sets.push(completeValidation(set, data));
  }
  return {
    data: { ...data, features, categorical: training.categorical },
    valid: sets,
    rows: training.table.numRows,
    features: features.length,
    label: String(columns.parameters.label_column ?? 0),
    notices,
  };
}

const namesOf = ({ table }: FieldTable) => table.schema.fields.map(({ name }) => name);

function requireSame(
  path: string,
  names: readonly string[],
  source: string,
  features: readonly string[],
): void {
  if (names.length !== features.length) {
    throw new CambiumError(
      'missing-column',
      `${path} has ${names.length} features, but ${source} has ${features.length}`,
    );
  }
  const other = names.findIndex((name, index) => name !== features[index]);
  if (other < 0) return;
  throw new CambiumError(
    'missing-column',
    `${path}: feature ${other} is "${names[other]}", but "${features[other]}" in ${source}`,
  );
}

async function rowsOf(
  path: string,
  { table, label, weight, query }: FieldTable,
  files: SideColumns,
  notices: string[],
) {
  const rows = table.numRows;
  let group = query && queryRows(query, `${path}, group_column`);
  const named = await namedFiles(files, rows);
  if (named.group !== undefined) group = named.group;
  const told = { ...named, ...(weight && { weight }), ...(group && { group }) };
  return { table, label, ...(await withSideFiles(path, rows, told, notices)) };
}

/** Files that the options name. */
type SideColumns = Partial<Pick<PlacedColumns, 'groupFile' | 'positionFile'>>;

async function namedFiles({ groupFile, positionFile }: SideColumns, rows: number) {
  return {
    ...(groupFile !== undefined && { group: await readGroupFile(groupFile, rows) }),
    ...(positionFile !== undefined && { position: await readPositionFile(positionFile, rows) }),
  };
}

async function readSparse(
  { valid }: TrainingTask,
  columns: PlacedColumns,
  path: string,
): Promise<TrainingInputs> {
  refuseColumns(path, columns);
  const notices: string[] = [];
  const training = await sparseRows(path, columns, notices);
  const { names, matrix } = training.sparse;
  const nameOf = datasetNames();
  const sets: ValidationTable[] = [];
  for (const file of valid) {
    if (openSource(file, columns.header, false).kind !== 'libsvm') {
      throw new CambiumError('wrong-format', `${file} is not LibSVM, but ${path} is`);
    }
    const read = await sparseRows(file, {}, notices, matrix.columns, matrix.memory);
    sets.push(completeValidation({ name: nameOf(file), ...read.rows }, training.rows));
  }
  const categorical = (columns.parameters.categorical_feature ?? []).map((column) => {
    const name = typeof column === 'number' ? names[column] : column;
    if (name !== undefined && names.includes(name)) return name;
    throw bad(`categorical_feature=${column}: ${path} has ${names.length} columns`);
  });
  const data: TrainingTable = { ...training.rows, features: names, categorical };
  const { rows } = matrix;
  return { data, valid: sets, rows, features: names.length, label: '0', notices };
}

function refuseColumns(path: string, { parameters }: PlacedColumns): void {
  const { label_column = 0, weight_column, group_column, ignore_column = [] } = parameters;
  if (label_column !== 0) {
    throw bad(`${path} is LibSVM: its label is the first number of a line`, 'leave out the label');
  }
  const found = [
    weight_column !== undefined && 'weight_column',
    group_column !== undefined && 'group_column',
    ignore_column.length > 0 && 'ignore_column',
  ].find((name) => typeof name === 'string');
  if (found === undefined) return;
  throw bad(
    `${path} is LibSVM, which has no columns for ${found}`,
    `weights go to ${path}.weight, queries to qid: or ${path}.query`,
  );
}

/** The rows of a LibSVM file. */
export async function sparseRows(
  path: string,
  files: SideColumns,
  notices: string[],
  width?: number,
  memory?: ColumnMemory,
) {
  const { matrix, labels, queries, beyond } = await readLibsvm(path, { columns: width, memory });
  if (beyond > 0) {
    notices.push(`${path}: ${beyond} values lie in columns that the training table has not`);
  }
  let group = queries && queryRows(queries, `${path}, qid:`);
  const named = await namedFiles(files, matrix.rows);
  if (named.group !== undefined) group = named.group;
  const sparse = new SparseTable(matrix);
  const told = await withSideFiles(
    path,
    matrix.rows,
    { ...named, ...(group && { group }) },
    notices,
  );
  return { sparse, rows: { table: sparse, label: labels, ...told } };
}
