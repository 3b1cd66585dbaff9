/** Arrays with a value for each row: scores, labels, weights, queries. */
import { ColumnMemory } from '../../../data/index.js';
import type { PlacedTable, Shape, TableAddresses } from './shape.js';

/** Kernels read whole vectors, and so may look this far past the last row. */
const READ_AHEAD = 64;

/** Room for so many bytes a row. */
export function placePerRow(memory: ColumnMemory, bytes: number, rows: number): number {
  return memory.allocate(bytes * rows + READ_AHEAD);
}

/** Scores, labels, weights and queries of a table. */
export function placeRows(memory: ColumnMemory, table: PlacedTable, shape: Shape): TableAddresses {
  const { rows, target, initScore } = table;
  const scores = placePerRow(memory, 8 * shape.classes, rows);
  const all = new Float64Array(memory.memory.buffer, scores, rows * shape.classes);
  if (initScore !== undefined) all.set(initScore);
  else shape.initialScores.forEach((score, k) => void all.fill(score, k * rows, (k + 1) * rows));
  const floats = (values: Float32Array) => {
    if (ColumnMemory.of(values.buffer) === memory) return values.byteOffset;
    const place = memory.allocateFloat32(values.length + 16);
    place.set(values);
    return place.byteOffset;
  };
  const { queries } = target;
  const queryWords = queries === undefined ? undefined : memory.allocateInt32(queries.length);
  if (queries !== undefined) queryWords?.set(queries);
  return {
    scores,
    labels: floats(target.labels),
    weights: target.weights === undefined ? 0 : floats(target.weights),
    queries: queryWords?.byteOffset ?? 0,
    queryCount: queries === undefined ? 0 : queries.length - 1,
  };
}
