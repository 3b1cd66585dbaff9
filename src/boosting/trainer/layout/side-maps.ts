/** Room for what tells rows' sides in splits on a sparse table's features: see `assembly/training/side-map.ts`. */
import type { ColumnMemory } from '../../../data/index.js';
import { isSparse } from '../../training-data/placed-table.js';
import type { EngineVariables, TrainingModule } from '../engine/engine.js';
import type { Grouping } from '../storage/groups.js';
import { entryRoom } from './datasets.js';
import type { PlacedTable } from './shape.js';

/**
 * Variables of the engine, none where there is nothing to map: columns have entries in most rows, so that a map is
 * seldom worth its memory.
 */
export function placeSideMaps(
  memory: ColumnMemory,
  module: TrainingModule,
  { features, rows }: PlacedTable,
  datasets: number,
  { entryPlaces }: Grouping,
  threads: number,
): EngineVariables {
  if (!isSparse(features) || entryPlaces === 0) return {};
  const entries = entryRoom(memory, module, datasets, rows);
  const bytes = threads * module.sideMapBytes();
  const sideMaps = memory.allocate(bytes, 64);
  new Uint8Array(memory.memory.buffer, sideMaps, bytes).fill(0);
  return {
    rowsOfPlaces: memory.allocate(entries * 4 + 4),
    placeStarts: memory.allocate(module.placeStartsBytes()),
    sideMaps,
  };
}
