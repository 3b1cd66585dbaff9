/** Trains gradient-boosted trees on a table: the public function. */
import { CambiumError } from '../../errors.js';
import { followBins } from '../dataset/bin-parameters.js';
import { BinnedDataset } from '../dataset/binned-dataset.js';
import { type ObjectiveDefinition, objectives } from '../objectives/index.js';
import {
  checkFeatureParameters,
  type ParameterInput,
  type Parameters,
  resolveParameters,
} from '../parameters/index.js';
import { alone } from './arena-queue.js';
import { checkDataNames } from './check-data.js';
import { checkOptions, checkTrainNames, TRAINING } from './check-options.js';
import { checkRows, type ToldOfRows } from './check-rows.js';
import { checkFewValues } from './check-values.js';
import { emptyFeatureNotice, labelNotice } from './data-notices.js';
import { coarseLabels, lostWeights } from './float32.js';
import { makeSchedule } from './make-schedule.js';
import type { TrainOptions, TrainResult } from './options.js';
import { hasShortRounds, Team, threadCount, trainingModule } from './team.js';
import { Training, type TrainingSetup } from './training.js';
import {
  type Columns,
  chooseFeatures,
  readColumns,
  type TrainingTable,
  trainingMemory,
} from './training-data.js';
import {
  completeData,
  completeValidation,
  type MadeTables,
  type TrainingData,
} from './training-input.js';

/**
 * Trains a model. The same data, parameters and seed give the same model to the last bit, on any
 * machine and any number of threads: sums are exact integers (see `assembly/training/scale.ts`).
 *
 * @param parameters by LightGBM's names or aliases; see {@link Parameters}
 * @param data a table of numeric columns, in which missing values are NaN or null; or a table that is binned already
 * @throws CambiumError on unknown or unfit parameters, columns that are missing or not numeric, labels or weights
 *   that are missing, constant or unfit for the objective, or when memory does not suffice
 *
 * @example
 * const table = await readTable('trips.parquet');
 * const { model } = await train({ objective: 'regression', num_leaves: 31 }, { table, label: 'duration' });
 * await writeModel(model, 'model.txt');
 */
export async function train(
  parameters: ParameterInput,
  data: TrainingData | BinnedDataset,
  options: TrainOptions = {},
): Promise<TrainResult> {
  checkTrainNames(options);
  if (!(data instanceof BinnedDataset)) checkDataNames(data, 'the training data');
  const notice = options.onNotice ?? (() => {});
  const given = resolveParameters(parameters, notice);
  const resolved =
    data instanceof BinnedDataset
      ? followBins(parameters, given, data.parameters, data.parts.choice)
      : given;
  const objective = objectives[resolved.objective];
  checkObjective(resolved, options);
  checkOptions(options, resolved);
  const made: MadeTables = new Map();
  const tables =
    data instanceof BinnedDataset ? data : completeData(data, 'the training data', made);
  if (tables instanceof BinnedDataset) refuseBins(tables, resolved, options);
  const memory = tables instanceof BinnedDataset ? tables.parts.memory : trainingMemory(tables);
  // Compiled beside what comes first. A failure is met where it is awaited, and must not end the process before.
  trainingModule().catch(() => {});
  return alone(memory, async () => {
    const setup = readTables(resolved, objective, tables, options, made);
    checkFewValues(unchecked(setup), setup.choice);
    // Behind what reading has put there: it is kept with the tables.
    const mark = memory.mark;
    // Threads start for input that has passed its checks.
    const team = new Team(
      threadCount(resolved.num_threads, setup.training.columns.rows),
      hasShortRounds(
        resolved,
        objective.classes?.(resolved) ?? 1,
        setup.choice.names.length,
        [setup.training, ...setup.validation].reduce((sum, { columns }) => sum + columns.rows, 0),
      ),
    );
    try {
      return await new Training(setup, memory, team, options).run();
    } finally {
      // First the threads, which know addresses of what is freed then.
      await team.disband();
      memory.release(mark);
    }
  });
}

/** Tables whose features have not been looked through: those of a data set were when it was made. */
function unchecked({ training, validation, mappers }: TrainingSetup) {
  const tables = mappers === undefined ? [training, ...validation] : validation;
  return tables.map(({ name, columns }) => ({
    name,
    placed: columns.sparse ?? columns.features,
  }));
}

/** @throws CambiumError `bad-parameter` unless a function is given just where it is needed */
export function checkObjective(
  resolved: Parameters,
  options: Pick<TrainOptions, 'objective'>,
): void {
  if ((resolved.objective === 'custom') !== (options.objective !== undefined)) {
    throw new CambiumError(
      'bad-parameter',
      options.objective === undefined
        ? 'objective=custom needs the function: options.objective'
        : `options.objective is given, but the parameter is objective=${resolved.objective}`,
      { hint: "objective: 'custom' goes together with options.objective" },
    );
  }
  if (options.objective !== undefined && typeof options.objective !== 'function') {
    throw new CambiumError(
      'invalid-option',
      `options.objective must be a function that fills gradients and hessians, not ${typeof options.objective}`,
    );
  }
}

/** What needs the table's own values. */
function refuseBins({ parts }: BinnedDataset, parameters: Parameters, options: TrainOptions): void {
  if (parts.hasValues) return;
  const need = parameters.linear_tree
    ? 'linear_tree needs'
    : options.initModel && 'a model to go on from needs';
  if (!need) return;
  throw new CambiumError(
    'needs-values',
    `${need} the values of features, but a data set of a file has bins only`,
    {
      hint: 'train on the table, or make the data set of it with createDataset',
      commandHint: 'train on the table itself',
    },
  );
}

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
