/** Trains gradient-boosted trees on a table: the public function. */
import { CambiumError } from '../../errors.js';
import { type ObjectiveDefinition, objectives } from '../objectives/index.js';
import {
  checkFeatureParameters,
  type ParameterInput,
  type Parameters,
  resolveParameters,
} from '../parameters/index.js';
import { checkRows } from './check-rows.js';
import type { TrainOptions, TrainResult } from './options.js';
import { Team, threadCount } from './team.js';
import { Training, type TrainingSetup } from './training.js';
import { chooseFeatures, readColumns, type TrainingData, trainingMemory } from './training-data.js';

/**
 * Trains a model. The same data, parameters and seed give the same model to the last bit, on any
 * machine and any number of threads: sums are exact integers (see `assembly/training/scale.ts`).
 *
 * @param parameters by LightGBM's names or aliases; see {@link Parameters}
 * @param data a table of numeric columns; missing values are NaN or null
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
  data: TrainingData,
  options: TrainOptions = {},
): Promise<TrainResult> {
  const notice = options.onNotice ?? (() => {});
  const resolved = resolveParameters(parameters, notice);
  const objective = objectives[resolved.objective];
  if ((resolved.objective === 'custom') !== (options.objective !== undefined)) {
    throw new CambiumError(
      'bad-parameter',
      options.objective === undefined
        ? 'objective=custom needs the function: options.objective'
        : `options.objective is given, but the parameter is objective=${resolved.objective}`,
      { hint: "objective: 'custom' goes together with options.objective" },
    );
  }
  // Threads start while columns are read.
  const team = new Team(threadCount(resolved.num_threads, data.table.numRows));
  const memory = trainingMemory(data);
  const mark = memory.mark;
  try {
    const setup = readTables(resolved, objective, data, options);
    return await new Training(setup, memory, team, options).run();
  } finally {
    await team.disband();
    memory.release(mark, memory.mark);
  }
}

/** Reads and checks the columns of all tables. */
function readTables(
  parameters: Parameters,
  objective: ObjectiveDefinition,
  data: TrainingData,
  options: TrainOptions,
): TrainingSetup {
  const choice = chooseFeatures(data, parameters);
  checkFeatureParameters(parameters, choice.names, choice.categorical);
  const dictionaries = new Map<string, readonly string[]>();
  const read = (table: TrainingData, name: string, isTraining: boolean) => {
    const columns = readColumns(table, choice, name, dictionaries, isTraining);
    const label = typeof table.label === 'string' ? table.label : 'label';
    const target = checkRows(columns, objective, parameters, label, name, isTraining);
    return { name, columns, target };
  };
  const training = read(data, 'training', true);
  const validation = (options.valid ?? []).map(({ name, ...table }) => ({
    ...read({ ...data, ...table }, `validation (${name})`, false),
    name,
  }));
  if (parameters.early_stopping_round > 0 && validation.length === 0) {
    options.onNotice?.(
      'early_stopping_round has no effect: there is no validation table to measure on',
    );
  }
  return { parameters, objective, choice, dictionaries, training, validation };
}
