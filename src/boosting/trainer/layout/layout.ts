/** Lays a training out in the shared memory, stage by stage, and gives the engine's variables. */
import type { ColumnMemory } from '../../../data/index.js';
import type { BinnedFeature } from '../../bins/index.js';
import type { Parameters } from '../../parameters/index.js';
import { type EngineVariables, setVariables, type TrainingModule } from '../engine/engine.js';
import { checkMemory } from '../engine/memory-need.js';
import { type Grouping, groupFeatures, type Storage } from '../storage/groups.js';
import { entryBytes, placeDatasets } from './datasets.js';
import {
  binSizes,
  placeBounds,
  placeCategoryBins,
  placeDecoding,
  placeDefaultRecord,
  placeEntryFeatures,
  placeFeatures,
} from './feature-tables.js';
import { linearFeatures, placeGrowth } from './growth.js';
import { type RecordSizes, recordSizes } from './record-sizes.js';
import { placePerRow, placeRows } from './row-arrays.js';
import type { PlacedTable, Shape, TableAddresses } from './shape.js';
import { placeSideMaps } from './side-maps.js';
import { placeBag, placeGradients, placeWorkAreas } from './work-areas.js';

export interface Layout {
  readonly variables: EngineVariables;
  readonly tables: readonly TableAddresses[];
}

/**
 * Allocates and fills what the threads need. The module itself says how large its own tables are, once it knows the
 * sizes that the first stages give.
 */
export function layOut(
  memory: ColumnMemory,
  module: TrainingModule,
  tables: readonly PlacedTable[],
  features: readonly BinnedFeature[],
  storage: Storage,
  parameters: Parameters,
  shape: Shape,
): Layout {
  const [training] = tables as readonly [PlacedTable];
  const { rows } = training;
  const grouping = groupFeatures(
    features.map(({ mapper }) => mapper),
    storage,
  );
  const records = recordSizes(rows, grouping, parameters, shape);
  checkMemory({
    ...{ taken: memory.mark, rows, stride: records.stride },
    ...{ leaves: records.leafHistogramCount, histogram: records.histogramBytes },
  });

  const addresses = tables.map((table) => placeRows(memory, table, shape));
  const master = tables.map((table) => placePerRow(memory, records.stride, table.rows));
  const bins = binSizes(features);
  const sizes = {
    ...engineSizes(tables, features, grouping, records, parameters, shape),
    ...placeEntryFeatures(memory, grouping.places),
    ...bins,
  };
  const datasets = placeDatasets(memory, module, tables, master, addresses, features, grouping);
  setVariables(module, { ...sizes, datasets });

  const sideMaps = placeSideMaps(memory, module, training, datasets, grouping, shape.threads);
  const variables = {
    ...sizes,
    datasets,
    ...sideMaps,
    ...placeFeatureTables(memory, features, grouping, parameters),
    ...{ master: master[0]!, ...ownArrays(addresses[0]!) },
    ...placeWorkAreas(memory, module, rows, records, bins.binSetBytes, parameters, shape),
    ...placeGrowth(memory, module, features, rows, shape.threads, parameters),
    ...placeGradients(memory, rows, shape),
    ...placeBag(memory, module, rows, parameters),
  };
  return { variables, tables: addresses };
}

/** Numbers that follow from the tables and parameters alone. */
function engineSizes(
  tables: readonly PlacedTable[],
  features: readonly BinnedFeature[],
  grouping: Grouping,
  { stride, rowBytes }: RecordSizes,
  parameters: Parameters,
  { threads, classes, sums, payloads, renewsLeaves }: Shape,
) {
  const { rows } = tables[0] as PlacedTable;
  const { groups, entryPlaces } = grouping;
  return {
    ...{ threads, rows, features: features.length, groups, stride, rowBytes, sums, payloads },
    countBits: Math.ceil(Math.log2(rows + 1)),
    classes,
    numLeaves: parameters.num_leaves,
    linearFeatures: linearFeatures(features, parameters),
    renewsLeaves: renewsLeaves ? 1 : 0,
    datasetCount: tables.length,
    entryPlaces,
    entryShift: Math.log2(entryBytes(grouping)),
  };
}

/** Tables of the features: how they are cut, where they lie in a record. */
function placeFeatureTables(
  memory: ColumnMemory,
  features: readonly BinnedFeature[],
  { places, groups }: Grouping,
  parameters: Parameters,
) {
  return {
    bounds: placeBounds(memory, features),
    categoryBins: placeCategoryBins(memory, features),
    featureTable: placeFeatures(memory, features, places, parameters),
    decodeTable: placeDecoding(memory, features, places),
    defaultRecord: placeDefaultRecord(memory, features, places, groups),
  };
}

/** The training table's own arrays. */
const ownArrays = ({ scores, labels, weights }: TableAddresses) => ({ scores, labels, weights });
