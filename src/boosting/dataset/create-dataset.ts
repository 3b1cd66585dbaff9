/** Makes a binned data set of a table. */
import { SparseTable } from '../../data/index.js';
import { CambiumError } from '../../errors.js';
import {
  checkFeatureParameters,
  type ParameterInput,
  resolveParameters,
} from '../parameters/index.js';
import { checkData } from '../trainer/check-data.js';
import { checkValues } from '../trainer/check-values.js';
import { cutFeatures } from '../trainer/cut-features.js';
import { Team, threadCount } from '../trainer/team.js';
import {
  chooseFeatures,
  placeColumn,
  readColumns,
  type TrainingData,
  trainingMemory,
} from '../trainer/training-data.js';
import { binParameters } from './bin-parameters.js';
import { BinnedDataset, type ToldColumns } from './binned-dataset.js';

/**
 * Cuts the features of a table into bins, once for many trainings. A training on the data set gives the
 * same model, to the byte, as one on the table with the same parameters of bins.
 *
 * @param parameters those of bins count (`max_bin`, `min_data_in_bin`, `use_missing` and so on, and
 *   `min_data_in_leaf` with `feature_pre_filter`); others may be there
 * @throws CambiumError as {@link train} does for columns and parameters
 *
 * @example
 * const dataset = await createDataset({ max_bin: 127 }, { table, label: 'duration' });
 * const small = await train({ num_leaves: 15 }, dataset);
 * const large = await train({ num_leaves: 255 }, dataset);
 * await dataset.save('trips.bin');
 */
export async function createDataset(
  parameters: ParameterInput,
  data: TrainingData,
): Promise<BinnedDataset> {
  checkData(data, 'the data set');
  if (data.table instanceof SparseTable) {
    throw new CambiumError(
      'unsupported-table',
      'a binned data set cannot be made of a sparse table',
      {
        hint: 'train on the sparse table itself, or give a table of columns',
      },
    );
  }
  const resolved = resolveParameters(parameters, () => {});
  const team = new Team(threadCount(resolved.num_threads, data.table.numRows));
  try {
    const choice = chooseFeatures(data, resolved);
    checkFeatureParameters(resolved, choice.names, choice.categorical);
    const dictionaries = new Map<string, readonly string[]>();
    const columns = readColumns(data, choice, 'training', dictionaries, true);
    const memory = trainingMemory(data);
    const features = columns.features.map((column) => placeColumn(memory, column));
    await checkValues(team, [{ name: 'training', placed: features }], choice);
    const mappers = await cutFeatures(team, memory, features, choice, resolved);
    return new BinnedDataset({
      memory,
      choice,
      dictionaries,
      columns: { ...columns, features },
      mappers,
      told: toldColumns(data),
      parameters: binParameters(resolved),
      hasValues: true,
    });
  } finally {
    await team.disband();
  }
}

function toldColumns({ label, weight, group, initScore }: TrainingData): ToldColumns {
  return {
    ...(typeof label === 'string' && { label }),
    ...(typeof weight === 'string' && { weight }),
    ...(typeof group === 'string' && { group }),
    ...(initScore !== undefined && !(initScore instanceof Float64Array) && { initScore }),
  };
}
