/** Trains gradient-boosted trees on a table: the public function. */
import { CambiumError } from '../../errors.js';
import { followBins } from '../dataset/bin-parameters.js';
import { BinnedDataset } from '../dataset/binned-dataset.js';
import { objectives } from '../objectives/index.js';
import { type ParameterInput, type Parameters, resolveParameters } from '../parameters/index.js';
import { checkDataNames } from '../training-data/check-data.js';
import { trainingMemory } from '../training-data/training-data.js';
import {
  completeData,
  type MadeTables,
  type TrainingData,
} from '../training-data/training-input.js';
import { checkFewValues } from './binning/check-values.js';
import { checkOptions, checkTrainNames } from './options/check-options.js';
import type { TrainOptions, TrainResult } from './options/options.js';
import { readTables } from './setup/read-tables.js';
import type { TrainingSetup } from './setup/training-setup.js';
import { alone } from './threads/arena-queue.js';
import { hasShortRounds, Team, threadCount, trainingModule } from './threads/team.js';
import { Training } from './training.js';

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
