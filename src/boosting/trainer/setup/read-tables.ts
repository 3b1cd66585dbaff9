/** Reads and checks the columns of the training table and of the validation sets. */
import { CambiumError } from '../../../errors.js';
import { BinnedDataset } from '../../dataset/binned-dataset.js';
import type { ObjectiveDefinition } from '../../objectives/index.js';
import { checkFeatureParameters, type Parameters } from '../../parameters/index.js';
import { checkRows, type ToldOfRows } from '../../training-data/check-rows.js';
import { emptyFeatureNotice, labelNotice } from '../../training-data/data-notices.js';
import { coarseLabels, lostWeights } from '../../training-data/float32.js';
import {
  type Columns,
  chooseFeatures,
  readColumns,
  type TrainingTable,
} from '../../training-data/training-data.js';
import { completeValidation, type MadeTables } from '../../training-data/training-input.js';
import { TRAINING } from '../options/check-options.js';
import { makeSchedule } from '../options/make-schedule.js';
import type { TrainOptions } from '../options/options.js';
import type { TrainingSetup } from './training-setup.js';

const isTold = (message: string, name: string) =>
  message.includes(`validation (${name})`) || message.includes(`validation set "${name}"`);

/** Errors of columns name the validation set that they are in. */
function inSet<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CambiumError) || isTold(error.message, name)) throw error;
    const { code, problem, hint } = error;
    throw new CambiumError(code, `validation set "${name}": ${problem}`, { hint, cause: error });
  }
}

/** What is told of the training table and holds for another one too: names of columns, but no numbers a row. */
function toldFor(table: TrainingTable['table'], data: TrainingTable): Partial<TrainingTable> {
  if (table === data.table) return data;
  const named = Object.entries(data).filter(([, told]) => !ArrayBuffer.isView(told));
  return Object.fromEntries(named);
}

/** What errors and notices call the label. */
const labelColumn = ({ label }: ToldOfRows) => (typeof label === 'string' ? label : 'label');

const weightTitle = ({ weight }: ToldOfRows) =>
  `${typeof weight === 'string' ? `weight "${weight}"` : 'the weight'} of the training table`;

/** Reads and checks the columns of all tables. */
export function readTables(
  parameters: Parameters,
  objective: ObjectiveDefinition,
  data: TrainingTable | BinnedDataset,
  options: TrainOptions,
  made: MadeTables = new Map(),
): TrainingSetup {
  const binned = data instanceof BinnedDataset ? data.parts : undefined;
  const choice =
    data instanceof BinnedDataset ? data.parts.choice : chooseFeatures(data, parameters);
  checkFeatureParameters(parameters, choice.names, choice.categorical);
  const dictionaries = new Map<string, readonly string[]>(binned?.dictionaries);
  const notice = (line: string | undefined) => line !== undefined && options.onNotice?.(line);
  const check = (columns: Columns, told: ToldOfRows, name: string) => {
    const target = checkRows(columns, objective, parameters, told, name, name === TRAINING);
    if (binned?.hasValues !== false || name !== TRAINING)
      notice(emptyFeatureNotice(columns, choice.names, name, name === TRAINING));
    if (name === TRAINING) {
      notice(labelNotice(target, columns, labelColumn(told), objective, parameters));
      notice(coarseLabels(columns.label, `label "${labelColumn(told)}" of the training table`));
      notice(columns.weight && lostWeights(columns.weight, weightTitle(told)));
    }
    return { name, columns, target };
  };
  const read = (table: TrainingTable, name: string) =>
    check(readColumns(table, choice, name, dictionaries, name === TRAINING), table, name);
  const training =
    data instanceof BinnedDataset
      ? check(data.parts.columns, data.parts.told, TRAINING)
      : read(data, TRAINING);
  const validation = (options.valid ?? []).map((set) => {
    const { name, ...table } = inSet(set.name, () => completeValidation(set, made));
    const told = data instanceof BinnedDataset ? data.parts.told : toldFor(table.table, data);
    const { label } = { ...told, ...table };
    if (label === undefined) {
      throw new CambiumError(
        'missing-label',
        `the validation set "${name}" names no label, and that of the training table is numbers without a name`,
        { hint: `valid: [{ name: "${name}", table, label }]` },
      );
    }
    const columns = inSet(name, () => read({ ...told, ...table, label }, `validation (${name})`));
    return { ...columns, name };
  });
  if (parameters.early_stopping_round > 0 && validation.length === 0) {
    options.onNotice?.(
      'early_stopping_round has no effect: there is no validation table to measure on',
    );
  }
  return {
    parameters,
    objective,
    choice,
    dictionaries,
    training,
    validation,
    schedule: makeSchedule(options.resetParameter, parameters),
    ...(binned && { mappers: binned.mappers }),
  };
}
