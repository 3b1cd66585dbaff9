/** Makes a binned data set of a table. */
import { checkKinds, checkNames } from '../../errors.js';
import { binParameters } from '../dataset/bin-parameters.js';
import { BinnedDataset, type ToldColumns } from '../dataset/binned-dataset.js';
import {
  checkFeatureParameters,
  type ParameterInput,
  resolveParameters,
} from '../parameters/index.js';
import { checkDataNames } from '../training-data/check-data.js';
import { isSparse, placeFeatures } from '../training-data/placed-table.js';
import {
  chooseFeatures,
  readColumns,
  type TrainingTable,
  trainingMemory,
} from '../training-data/training-data.js';
import { completeData, type TrainingData } from '../training-data/training-input.js';
import { checkFewValues, checkValues } from './binning/check-values.js';
import { chooseRows, cutFeatures } from './binning/cut-features.js';
import { alone } from './threads/arena-queue.js';
import { Team, threadCount } from './threads/team.js';

/** What {@link createDataset} can be told besides parameters and data. */
export interface DatasetOptions {
  /** Told, a line each, of parameters without effect and the like. */
  readonly onNotice?: ((line: string) => void) | undefined;
}

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
  given: TrainingData,
  options: DatasetOptions = {},
): Promise<BinnedDataset> {
  checkNames('option of createDataset', options, { onNotice: true });
  checkKinds(options, { onNotice: 'a function' });
  checkDataNames(given, 'the data set');
  const data = completeData(given, 'the data set');
  const resolved = resolveParameters(parameters, options.onNotice ?? (() => {}));
  const choice = chooseFeatures(data, resolved);
  checkFeatureParameters(resolved, choice.names, choice.categorical);
  const memory = trainingMemory(data);
  // A training that ends frees all that lies behind its own beginning.
  return alone(memory, async () => {
    const dictionaries = new Map<string, readonly string[]>();
    const columns = readColumns(data, choice, 'training', dictionaries, true);
    checkFewValues([{ name: 'training', placed: columns.sparse ?? columns.features }], choice);
    const placed = placeFeatures(memory, columns);
    const team = new Team(threadCount(resolved.num_threads, columns.rows));
    try {
      await checkValues(team, [{ name: 'training', placed }], choice);
      const mappers = await cutFeatures(
        team,
        memory,
        placed,
        choice,
        chooseRows(placed, resolved),
        resolved,
      );
      return new BinnedDataset({
        memory,
        choice,
        dictionaries,
        columns: { ...columns, ...(isSparse(placed) ? { sparse: placed } : { features: placed }) },
        mappers,
        told: toldColumns(data),
        parameters: binParameters(resolved),
        hasValues: true,
      });
    } finally {
      await team.disband();
    }
  });
}

function toldColumns({ label, weight, group, initScore }: TrainingTable): ToldColumns {
  return {
    ...(typeof label === 'string' && { label }),
    ...(typeof weight === 'string' && { weight }),
    ...(typeof group === 'string' && { group }),
    ...(initScore !== undefined && !(initScore instanceof Float64Array) && { initScore }),
  };
}
