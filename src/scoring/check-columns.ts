/** What every scorer checks before it scores, and how many numbers a row gives. */
import type { Model } from '../boosting/model/index.js';
import { CambiumError, didYouMean } from '../errors.js';
import { type FeatureColumn, SCORE_KINDS, type ScoreKind } from './scorer.js';

/** Numbers that a row gives, see {@link ScoreKind}. @throws CambiumError `invalid-option` */
export function numOutputsOf(model: Model, kind: ScoreKind): number {
  if (!SCORE_KINDS.includes(kind)) {
    throw new CambiumError('invalid-option', `there is no kind of score "${kind}"`, {
      hint: didYouMean(String(kind), SCORE_KINDS) ?? `one of ${SCORE_KINDS.join(', ')}`,
    });
  }
  if (kind === 'leaf') return model.trees.length;
  const classes = model.numTreePerIteration;
  return kind === 'contributions' ? classes * (model.numFeatures + 1) : classes;
}

/** @throws CambiumError `feature-count`, `column-length` or `invalid-option` when the columns are not what the model needs. */
export function checkColumns(model: Model, columns: readonly FeatureColumn[], rows: number): void {
  if (columns.length !== model.numFeatures) {
    throw new CambiumError(
      'feature-count',
      `the model has ${model.numFeatures} features, but ${columns.length} columns were given`,
    );
  }
  if (!Number.isSafeInteger(rows) || rows < 0) {
    throw new CambiumError('invalid-option', `rows must be a whole number, not ${rows}`);
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
