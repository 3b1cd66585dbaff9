/** Trains gradient-boosted trees on a table: the public function. */
import { type ParameterInput, resolveParameters } from '../parameters/index.js';
import type { TrainOptions, TrainResult } from './options.js';
import { Team, threadCount } from './team.js';
import { Training } from './training.js';
import { featureNames, readColumns, type TrainingData, trainingMemory } from './training-data.js';

/**
 * Trains a model. The same data, parameters and seed give the same model to the last bit, on any
 * machine and any number of threads: sums are exact integers (see `assembly/training/scale.ts`).
 *
 * @param parameters by LightGBM's names or aliases; see {@link Parameters}
 * @param data a table of numeric columns; missing values are NaN or null
 * @throws CambiumError on unknown or unfit parameters, columns that are missing or not numeric, labels that
 *   are missing, constant or unfit for the objective, or when memory does not suffice
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
  const names = featureNames(data);
  const columns = readColumns(data, names, resolved.objective, 'training');
  const validation = (options.valid ?? []).map(({ name, table, label = data.label }) => ({
    name,
    columns: readColumns({ table, label }, names, resolved.objective, `validation (${name})`),
  }));
  if (resolved.early_stopping_round > 0 && validation.length === 0) {
    notice('early_stopping_round has no effect: there is no validation table to measure on');
  }
  const memory = trainingMemory(data);
  const mark = memory.mark;
  const team = new Team(threadCount(resolved.num_threads, columns.rows));
  try {
    return await new Training(resolved, names, columns, validation, memory, team, options).run();
  } finally {
    await team.disband();
    memory.release(mark, memory.mark);
  }
}
