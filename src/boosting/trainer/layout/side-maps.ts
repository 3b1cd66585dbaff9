/** Room for what tells rows' sides in splits on a sparse table's features: see `assembly/training/side-map.ts`. */
import type { ColumnMemory } from '../../../data/index.js';
import { isSparse, type PlacedFeatures } from '../../training-data/placed-table.js';
import type { EngineVariables, TrainingModule } from '../engine/engine.js';
import { entryRoom } from './datasets.js';

/**
 * Variables of the engine, none where there is nothing to map: columns have entries in most rows, so that a map is
 * seldom worth its memory.
 */
export function placeSideMaps(
  memory: ColumnMemory,
  module: TrainingModule,
  placed: PlacedFeatures,
  { datasets, rows, threads, entryPlaces }: EngineVariables,
): EngineVariables {
  if (!isSparse(placed) || !entryPlaces) return {};
  const entries = entryRoom(memory, datasets as number, rows as number);
  const bytes = (threads as number) * module.sideMapBytes();
  const sideMaps = memory.allocate(bytes, 64);
  new Uint8Array(memory.memory.buffer, sideMaps, bytes).fill(0);
  return {
    rowsOfPlaces: memory.allocate(entries * 4 + 4),
    placeStarts: memory.allocate(module.placeStartsBytes()),
    sideMaps,
  };
}
