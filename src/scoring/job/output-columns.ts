/** The columns of a file of predictions, and answers laid out as such columns. */
import type { WriterField } from '../../data/index.js';
import type { ScoreKind } from '../scorer.js';

/** `prediction`; `prediction_0`… for several classes; `leaf_0`… for leaf indices, one a tree. */
export function outputFields(kind: ScoreKind, outputs: number): WriterField[] {
  if (kind === 'leaf') {
    return Array.from({ length: outputs }, (_, i) => ({ name: `leaf_${i}`, type: 'int32' }));
  }
  if (outputs === 1) return [{ name: 'prediction', type: 'float64' }];
  return Array.from({ length: outputs }, (_, i) => ({ name: `prediction_${i}`, type: 'float64' }));
}

/**
 * Turns answers, which come row by row, into one array a column.
 * @param answers `rows × outputs` numbers; one output gives `answers` itself.
 */
export function outputColumns(
  kind: ScoreKind,
  answers: Float64Array,
  rows: number,
  outputs: number,
): (Float64Array | Int32Array)[] {
  if (outputs === 1 && kind !== 'leaf') return [answers];
  return Array.from({ length: outputs }, (_, output) => {
    const column = kind === 'leaf' ? new Int32Array(rows) : new Float64Array(rows);
    for (let row = 0, at = output; row < rows; row++, at += outputs) column[row] = answers[at]!;
    return column;
  });
}
