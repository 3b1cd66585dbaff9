/** What every scorer checks before it scores, and how many numbers a row gives. */
import type { Model } from '../boosting/model/index.js';
import { CambiumError } from '../errors.js';
import type { FeatureColumn, ScoreKind } from './scorer.js';

/** Numbers that a row gives: one or one a class; for `leaf` one a tree. */
export function numOutputsOf(model: Model, kind: ScoreKind): number {
  return kind === 'leaf' ? model.trees.length : model.numTreePerIteration;
}

/** @throws CambiumError `feature-count` or `column-length` when the columns are not what the model needs. */
export function checkColumns(model: Model, columns: readonly FeatureColumn[], rows: number): void {
  if (columns.length !== model.numFeatures) {
    throw new CambiumError(
      'feature-count',
      `the model has ${model.numFeatures} features, but ${columns.length} columns were given`,
    );
  }
  columns.forEach((column, i) => {
    if (column.length < rows) {
      throw new CambiumError(
        'column-length',
        `column "${model.featureNames[i]}" has ${column.length} rows, but ${rows} are to be scored`,
      );
    }
  });
}
