/** Binned data sets on the command line: `DATA.bin` in place of a table, and the one that `save_binary` writes. */
import {
  type BinnedDataset,
  createDataset,
  isDatasetFile,
  loadDataset,
  type ParameterInput,
  type TrainingTable,
  type ValidationTable,
} from '../../boosting/index.js';
import {
  openSource,
  queryRows,
  readFieldFile,
  readTable,
  sourceOptions,
} from '../../data/index.js';
import { CambiumError } from '../../errors.js';
import { datasetNames, type TrainingInputs, withSideFiles } from './inputs.js';
import { sparseRows } from './placed-tables.js';
import type { TrainingTask } from './task.js';

/** What is trained on: a table's data, or a data set. */
export type Inputs = Omit<TrainingInputs, 'data'> & {
  readonly data: TrainingTable | BinnedDataset;
};

/**
 * The data set of a file, and its validation tables: by names where it was made with a label's name, else by
 * the places that the options tell. Undefined where the file is none.
 * @throws CambiumError `bad-dataset`; `invalid-option` with several files
 */
export async function readBinned(task: TrainingTask): Promise<Inputs | undefined> {
  const found = await Promise.all(task.data.map(isDatasetFile));
  if (!found.includes(true)) return undefined;
  const [path = ''] = task.data;
  if (task.data.length > 1) {
    throw new CambiumError(
      'invalid-option',
      `${path} is not the only file: data sets are not joined`,
    );
  }
  const dataset = await loadDataset(path);
  const nameOf = datasetNames();
  const notices: string[] = [];
  const valid: ValidationTable[] = [];
  for (const file of task.valid) {
    valid.push({ name: nameOf(file), ...(await readValidation(file, dataset, task, notices)) });
  }
  const { label } = dataset.parts.told;
  return {
    data: dataset,
    valid,
    rows: dataset.numRows,
    features: dataset.featureNames.length,
    label: typeof label === 'string' ? label : 'label',
    notices,
  };
}

async function readValidation(
  file: string,
  { parts }: BinnedDataset,
  { columns }: TrainingTask,
  notices: string[],
) {
  const { label, weight, group, initScore } = parts.told;
  if (typeof label === 'string') {
    const wanted = [label, weight, group, initScore, parts.choice.names].flat();
    const names = wanted.filter((name): name is string => typeof name === 'string');
    const source = openSource(file, columns.header, true);
    const options = source.kind === 'fields' ? sourceOptions(source) : {};
    return { table: await readTable(file, { ...options, columns: [...new Set(names)] }) };
  }
  const source = openSource(file, columns.header, false);
  if (source.kind === 'libsvm') {
    return (await sparseRows(file, {}, notices, parts.choice.names.length)).rows;
  }
  if (columns.kind === 'named') {
    throw new CambiumError(
      'invalid-option',
      `${file}: the data set was made of a table without names, and its columns have no names`,
    );
  }
  const read = await readFieldFile(source, columns.parameters);
  const own = read.query && queryRows(read.query, `${file}, group_column`);
  const told = { ...(read.weight && { weight: read.weight }), ...(own && { group: own }) };
  const side = await withSideFiles(file, read.table.numRows, told, notices);
  return { table: read.table, label: read.label, ...side };
}

/** Bins the table that is trained on, and writes `DATA.bin` beside it. */
export async function saveBinary(
  path: string,
  parameters: ParameterInput,
  data: TrainingTable | BinnedDataset,
): Promise<{ readonly dataset: BinnedDataset; readonly output: string }> {
  const dataset = 'table' in data ? await createDataset(parameters, data) : data;
  const output = `${path}.bin`;
  await dataset.save(output);
  return { dataset, output };
}
