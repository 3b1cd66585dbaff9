/** The columns of a file of predictions, and answers laid out as such columns. */

import type { Model } from '../../boosting/model/index.js';
import type { WriterField } from '../../data/index.js';
import type { ScoreKind } from '../scorer.js';

/**
 * `prediction`; `prediction_0`… for several classes; `leaf_0`… for leaf indices, one a tree; for contributions the
 * names of the features and `bias`, each with the class behind it (`age_0`… `bias_0`, `age_1`…) for several classes.
 */
export function outputFields(model: Model, kind: ScoreKind, outputs: number): WriterField[] {
  if (kind === 'contributions') return contributionFields(model);
  if (kind === 'leaf') {
    return Array.from({ length: outputs }, (_, i) => ({ name: `leaf_${i}`, type: 'int32' }));
  }
  if (outputs === 1) return [{ name: 'prediction', type: 'float64' }];
  return Array.from({ length: outputs }, (_, i) => ({ name: `prediction_${i}`, type: 'float64' }));
}

function contributionFields(model: Model): WriterField[] {
  const classes = model.numTreePerIteration;
  const names = uniqueNames([...model.featureNames, 'bias']);
  return Array.from({ length: classes }, (_, of) =>
    names.map(
      (name): WriterField => ({
        name: classes === 1 ? name : `${name}_${of}`,
        type: 'float64',
      }),
    ),
  ).flat();
}

/** A feature that is called `bias` itself keeps its name: the last column then gets an underscore more. */
function uniqueNames(names: readonly string[]): string[] {
  const features = new Set(names.slice(0, -1));
  let bias = names.at(-1)!;
  while (features.has(bias)) bias = `_${bias}`;
  return [...names.slice(0, -1), bias];
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
