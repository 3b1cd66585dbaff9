/** Reads what `cambium train` is given: the training table, its features, and the validation tables. */
import { basename } from 'node:path';
import { type Field, type Table, Type } from 'apache-arrow';
import type { ValidationData } from '../../boosting/index.js';
import { readTable, tableMemory } from '../../data/index.js';
import { CambiumError, didYouMean, listNames } from '../../errors.js';

export interface ChosenColumns {
  readonly label: string;
  /** In the order of the table, or of `--features`. */
  readonly features: readonly string[];
}

/** Names and types of a source's columns, without its rows. */
async function readFields(source: readonly string[]): Promise<readonly Field[]> {
  const table = await readTable(source, { sql: 'SELECT * FROM source LIMIT 0', allowEmpty: true });
  return table.schema.fields;
}

/**
 * The columns to train on. All must be in the source, and be numbers or booleans.
 * @throws CambiumError `missing-column`, `column-type`, `invalid-option`
 */
export async function chooseColumns(
  data: readonly string[],
  label: string,
  features: readonly string[] | undefined,
  exclude: readonly string[],
): Promise<ChosenColumns> {
  const fields = await readFields(data);
  const source = sourceName(data);
  const names = fields.map(({ name }) => name);
  requireAll(names, [label], `${source}: the label is no column of the table`);
  requireAll(names, features ?? [], `${source}: --features names what is no column`);
  requireAll(names, exclude, `${source}: --exclude names what is no column`);
  if (features?.includes(label)) {
    throw new CambiumError('invalid-option', `--features names the label "${label}" too`);
  }
  const left = new Set(exclude);
  const chosen = [...new Set(features ?? names.filter((name) => name !== label))].filter(
    (name) => !left.has(name),
  );
  if (chosen.length === 0) {
    throw new CambiumError('no-features', `${source}: no column is left to train on`, {
      hint: `its columns are ${listNames(names)}`,
    });
  }
  await refuseOthers(data, fields, [label], (found) => ({
    message: `${source}: the label ${found} is no number`,
    hint: 'make a number of it first, e.g. 1 for one class and 0 for the other',
  }));
  await refuseOthers(data, fields, chosen, (found, others) => ({
    message: `${source}: not numbers: ${found}`,
    hint: `leave out what is no feature with --exclude ${others.map(quote).join(',')}, or encode it as numbers first`,
  }));
  return { label, features: chosen };
}

/** Reads the label and the features. */
export function readTrainingTable(data: readonly string[], columns: ChosenColumns): Promise<Table> {
  return readTable(data, { columns: [columns.label, ...columns.features] });
}

/**
 * Reads the validation tables into the training table's memory.
 * @throws CambiumError naming the file whose columns are not those of the training table
 */
export async function readValidation(
  files: readonly string[],
  { label, features }: ChosenColumns,
  training: Table,
): Promise<ValidationData[]> {
  const sets: ValidationData[] = [];
  const used = new Set(['training']);
  for (const file of files) {
    const fields = await readFields([file]);
    const names = fields.map(({ name }) => name);
    requireAll(names, [label], `${file}: the label is no column of this validation table`);
    requireAll(names, features, `${file}: columns of the training table are missing`);
    await refuseOthers([file], fields, [label, ...features], (found) => ({
      message: `${file}: numbers in the training table, but not here: ${found}`,
      hint: undefined,
    }));
    const table = await readTable(file, {
      columns: [label, ...features],
      memory: tableMemory(training),
    });
    let name = used.has(basename(file)) ? file : basename(file);
    for (let number = 2; used.has(name); number++) name = `${file} (${number})`;
    used.add(name);
    sets.push({ name, table });
  }
  return sets;
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

/** Throws if a wanted column is neither number nor boolean, with what `explain` makes of their names and types. */
async function refuseOthers(
  source: readonly string[],
  fields: readonly Field[],
  wanted: readonly string[],
  explain: (found: string, names: string[]) => { message: string; hint: string | undefined },
): Promise<void> {
  const numeric: readonly number[] = [Type.Int, Type.Float, Type.Bool];
  const others = fields.filter(
    ({ name, type }) => wanted.includes(name) && !numeric.includes(type.typeId),
  );
  if (others.length === 0) return;
  const names = others.map(({ name }) => name);
  // An empty column of a text file has no type of its own.
  const table = await readTable(source, { columns: names });
  const described = others.map(({ name, type }) => {
    const column = table.getChild(name);
    if (column !== null && column.nullCount === column.length) return `"${name}" (no value)`;
    const isText = type.typeId === Type.Dictionary || type.typeId === Type.Utf8;
    return `"${name}" (${isText ? 'text' : String(type)})`;
  });
  const { message, hint } = explain(listNames(described), names);
  throw new CambiumError('column-type', message, { hint });
}

const quoted = (name: string) => `"${name}"`;

/** A name as a shell takes it inside a list. */
const quote = (name: string) => (/^[\w.-]+$/.test(name) ? name : `'"${name}"'`);
