/** Reads tables whose columns are told by name: the training table, its features, and the validation tables. */
import { existsSync } from 'node:fs';
import { type Field, type Table, Type } from 'apache-arrow';
import type { ValidationTable } from '../../boosting/index.js';
import {
  type ColumnMemory,
  categoryColumn,
  type FieldSource,
  findOtherText,
  isTextColumn,
  openSource,
  queryRows,
  readGroupFile,
  readPositionFile,
  readTable,
  showText,
  sourceOptions,
  tableMemory,
} from '../../data/index.js';
import { CambiumError, didYouMean, listNames } from '../../errors.js';
import {
  completeValidation,
  datasetNames,
  type RowValues,
  type TrainingInputs,
  withSideFiles,
} from './inputs.js';
import type { NamedColumns, TrainingTask } from './task.js';

/** Columns of the training table, all of them there. */
interface ChosenColumns {
  readonly label: string;
  readonly weight: string | undefined;
  readonly group: string | undefined;
  readonly groupFile: string | undefined;
  readonly position: string | undefined;
  readonly positionFile: string | undefined;
  readonly initScore: readonly string[];
  /** In the order of the table, or of `--features`. */
  readonly features: readonly string[];
  readonly categorical: readonly string[];
}

/** Reads the tables of a training whose columns are told by name. */
export async function readNamed(task: TrainingTask, named: NamedColumns): Promise<TrainingInputs> {
  const notices: string[] = [];
  const { data, valid } = task;
  const source = openFields(data[0] as string, named);
  const columns = await chooseColumns(data, source, named);
  const rows = await readRows(data, source, columns, columns, notices);
  const memory = tableMemory(rows.table);
  const sets: ValidationTable[] = [];
  const nameOf = datasetNames();
  for (const file of valid) {
    const other = openFields(file, named);
    await checkValidation(file, other, columns);
    const read = await readRows(
      [file],
      other,
      { ...columns, position: undefined },
      {},
      notices,
      memory,
    );
    sets.push(completeValidation({ name: nameOf(file), ...read }, rows));
  }
  return {
    data: { ...rows, features: columns.features, categorical: columns.categorical },
    valid: sets,
    rows: rows.table.numRows,
    features: columns.features.length,
    label: columns.label,
    notices,
  };
}

function openFields(path: string, { header, label }: NamedColumns): FieldSource {
  const source = openSource(path, header, true);
  if (source.kind === 'fields') return source;
  throw new CambiumError('invalid-option', `${path} is LibSVM, which has no column "${label}"`, {
    hint: 'its label is the first number of a line: leave out --label',
  });
}

/** Names and types of a source's columns, without its rows. */
async function readFields(
  files: readonly string[],
  source: FieldSource,
): Promise<readonly Field[]> {
  const table = await readTable(files, {
    ...sourceOptions(source),
    sql: 'SELECT * FROM source LIMIT 0',
    allowEmpty: true,
  });
  return table.schema.fields;
}

/**
 * The columns to train on. All must be in the source; features are numbers, booleans or categories.
 * @throws CambiumError `missing-column`, `column-type`, `invalid-option`
 */
async function chooseColumns(
  data: readonly string[],
  file: FieldSource,
  told: NamedColumns,
): Promise<ChosenColumns> {
  const { label, weight, initScore, exclude, categorical } = told;
  const fields = await readFields(data, file);
  const source = sourceName(data);
  const names = fields.map(({ name }) => name);
  const require = (wanted: readonly string[], what: string) =>
    requireAll(names, wanted, `${source}: ${what}`);
  require([label], 'the label is not a column of the table');
  require(told.features ?? [], '--features names something that is not a column');
  require(exclude, '--exclude names something that is not a column');
  require([weight ?? []].flat(), 'the weight is not a column of the table');
  require(initScore, '--init_score names something that is not a column');
  const placesInFile =
    told.position !== undefined && !names.includes(told.position) && existsSync(told.position);
  const position = placesInFile ? undefined : told.position;
  require([position ?? []].flat(), 'the position is not a column of the table, nor a file');
  const isFile = told.group !== undefined && !names.includes(told.group) && existsSync(told.group);
  const group = isFile ? undefined : told.group;
  require([group ?? []].flat(), 'the group is not a column of the table, nor a file');
  const others = [label, weight, group, position, ...initScore].filter(
    (name) => name !== undefined,
  );
  const twice = told.features?.find((name) => others.includes(name));
  if (twice !== undefined) {
    const what =
      twice === label ? 'label' : twice === weight ? 'weight' : 'group, position or initial score';
    throw new CambiumError('invalid-option', `--features names the ${what} "${twice}" too`);
  }
  const left = new Set(exclude);
  const wanted = told.features ?? names.filter((name) => !others.includes(name));
  const features = [...new Set(wanted)].filter((name) => !left.has(name));
  if (features.length === 0) {
    throw new CambiumError('no-features', `${source}: no column is left to train on`, {
      hint: `its columns are ${listNames(names)}`,
    });
  }
  requireAll(
    features,
    categorical,
    `${source}: --categorical names something that is not a feature`,
  );
  const types = { files: data, source: file, fields };
  await refuseOthers(types, [label], {
    expected: 'a number for the label',
    hint: () => 'correct the value; classes are numbers, e.g. 1 for one and 0 for the other',
  });
  await refuseOthers(types, [weight ?? []].flat(), {
    expected: 'a number for the weight',
    hint: () => 'correct the value, or leave out --weight',
  });
  await refuseOthers(types, initScore, {
    expected: 'a number for the initial score',
    hint: () => 'correct the value, or leave out --init_score',
  });
  const numeric = features.filter((name) => !categorical.includes(name));
  await refuseOthers(types, numeric, {
    expected: 'a number',
    hint: adviseFeatures,
    accepts: { empty: true },
  });
  await refuseOthers(types, categorical, {
    expected: 'texts or whole numbers for categories',
    hint: (_, others) => `leave it out with --exclude ${listed(others)}`,
    accepts: { empty: true, text: true },
  });
  const groupFile = isFile ? told.group : undefined;
  const positionFile = placesInFile ? told.position : undefined;
  const files = { groupFile, positionFile };
  return { label, weight, group, position, ...files, initScore, features, categorical };
}

/** Reads the rows of a table, and what lies beside it. */
async function readRows(
  files: readonly string[],
  source: FieldSource,
  { label, weight, group, position, initScore, features }: ChosenColumns,
  { groupFile, positionFile }: Partial<Pick<ChosenColumns, 'groupFile' | 'positionFile'>>,
  notices: string[],
  memory?: ColumnMemory,
) {
  const wanted = [label, weight ?? [], group ?? [], position ?? [], initScore, features].flat();
  const table = await readTable(files, {
    ...sourceOptions(source),
    columns: [...new Set(wanted)],
    memory,
  });
  const rows = table.numRows;
  const told: RowValues = {
    ...(weight !== undefined && { weight }),
    ...(group !== undefined && { group: queries(table, group, sourceName(files)) }),
    ...(groupFile !== undefined && { group: await readGroupFile(groupFile, rows) }),
    ...(position !== undefined && { position }),
    ...(positionFile !== undefined && { position: await readPositionFile(positionFile, rows) }),
    ...(initScore.length > 0 && { initScore }),
  };
  const [path = ''] = files;
  const all = files.length === 1 ? await withSideFiles(path, rows, told, notices) : told;
  return { table, label, ...all };
}

/** The trainer reads queries that are numbers by itself. */
function queries(table: Table, group: string, source: string): string | Int32Array {
  if (!isTextColumn(table, group)) return group;
  return queryRows(categoryColumn(table, group).codes, `${source}, column "${group}"`);
}

/** @throws CambiumError naming the file whose columns are not those of the training table */
async function checkValidation(
  file: string,
  source: FieldSource,
  { label, weight, group, initScore, features, categorical }: ChosenColumns,
): Promise<void> {
  const fields = await readFields([file], source);
  const names = fields.map(({ name }) => name);
  requireAll(names, [label], `${file}: the label is not a column of this validation table`);
  const others = [weight ?? [], group ?? [], initScore, features].flat();
  requireAll(names, others, `${file}: columns of the training table are missing`);
  const types = { files: [file], source, fields };
  const expected = 'a number, as in the training table';
  const hint = () => 'correct the value';
  await refuseOthers(types, [label, weight ?? [], initScore].flat(), { expected, hint });
  const numeric = features.filter((name) => !categorical.includes(name));
  await refuseOthers(types, numeric, { expected, hint, accepts: { empty: true } });
}

/** How errors and reports call a source. */
export function sourceName(data: readonly string[]): string {
  const [first = ''] = data;
  return data.length > 1 ? `${first} and ${data.length - 1} more` : first;
}

function requireAll(names: readonly string[], wanted: readonly string[], message: string): void {
  const missing = wanted.filter((name) => !names.includes(name));
  if (missing.length === 0) return;
  throw new CambiumError('missing-column', `${message}: ${listNames(missing.map(quoted))}`, {
    hint: didYouMean(missing[0] as string, names) ?? `its columns are ${listNames(names)}`,
  });
}

const NUMERIC: readonly number[] = [Type.Int, Type.Float, Type.Bool];
const isText = (typeId: number) => typeId === Type.Dictionary || typeId === Type.Utf8;

/** What is asked of columns, and what to do about those that are otherwise. */
interface Demand {
  readonly expected: string;
  /** @param texts and others: names of columns that are text, and of all that are refused */
  hint(texts: readonly string[], others: readonly string[]): string;
  /** What else than numbers a column may be: text, or without any value. */
  readonly accepts?: { readonly text?: boolean; readonly empty?: boolean };
}

function adviseFeatures(texts: readonly string[], others: readonly string[]): string {
  const exclude = `--exclude ${listed(others)}`;
  if (texts.length === 0) return `leave out columns that are not features with ${exclude}`;
  return `correct the value, or use --categorical ${listed(texts)} if the texts are categories, or ${exclude} to leave out columns that are not features`;
}

/** Most columns of which an error tells a value. */
const MOST_FAULTS = 3;

/**
 * @throws CambiumError `column-type` where a wanted column is not numbers, with the first value of each that is none and
 *   where it stands
 */
async function refuseOthers(
  {
    files,
    source,
    fields,
  }: { files: readonly string[]; source: FieldSource; fields: readonly Field[] },
  wanted: readonly string[],
  { expected, hint, accepts = {} }: Demand,
): Promise<void> {
  const others = fields.filter(
    ({ name, type }) =>
      wanted.includes(name) &&
      !NUMERIC.includes(type.typeId) &&
      !(accepts.text && isText(type.typeId)),
  );
  if (others.length === 0) return;
  // An empty column of a text file has no type of its own.
  const columns = others.map(({ name }) => name);
  const table = await readTable(files, { ...sourceOptions(source), columns });
  const hasNoValue = (name: string) => {
    const column = table.getChild(name);
    return column !== null && column.nullCount === column.length;
  };
  const refused = accepts.empty ? others.filter(({ name }) => !hasNoValue(name)) : others;
  if (refused.length === 0) return;
  const faults: string[] = [];
  for (const { name, type } of refused.slice(0, MOST_FAULTS)) {
    const text = isText(type.typeId) && !hasNoValue(name);
    const other = text ? await findOtherText(files, sourceOptions(source), name) : undefined;
    const found = hasNoValue(name) ? 'no value' : text ? 'text' : String(type);
    faults.push(
      other === undefined
        ? `${sourceName(files)}, column "${name}": expected ${expected}, found ${found}`
        : `${other.where}, column "${name}": expected ${expected}, found "${showText(other.text)}"`,
    );
  }
  const more = refused.length - faults.length;
  const problem = `${faults.join('; ')}${more > 0 ? `; and ${more} more such columns` : ''}`;
  const texts = refused.filter(({ type }) => isText(type.typeId)).map(({ name }) => name);
  const names = refused.map(({ name }) => name);
  throw new CambiumError('column-type', problem, { hint: hint(texts, names) });
}

const quoted = (name: string) => `"${name}"`;

/** A name as a shell takes it inside a list. */
const quote = (name: string) => (/^[\w.-]+$/.test(name) ? name : `'"${name}"'`);

/** Names as the value of an option; the first of many. */
const listed = (names: readonly string[]) =>
  `${names.slice(0, 8).map(quote).join(',')}${names.length > 8 ? ',…' : ''}`;
