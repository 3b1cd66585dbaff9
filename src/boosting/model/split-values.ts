/** At which values a model splits on a feature. */
import { CambiumError, checkKinds, checkNames, didYouMean, listNames } from '../../errors.js';
import { checkModelFields } from './check-model.js';
import { fieldName } from './field-name.js';
import { type BinRule, type Histogram, histogram } from './histogram-bins.js';
import type { ModelFields } from './model.js';
import { DecisionType } from './tree.js';

/** How split values are counted. */
export interface SplitValueOptions {
  /**
   * Bins of equal width: their number, or a rule for it by NumPy's name; or their edges. As many as there are
   * different values unless told.
   */
  readonly bins?: number | BinRule | readonly number[] | undefined;
  /** The form that XGBoost gives: bins that are not empty, at most as many as there are different values. */
  readonly xgboostStyle?: boolean | undefined;
}

/** A bin of split values in XGBoost's form. */
export interface SplitValueCount {
  /** The right edge of the bin. */
  readonly splitValue: number;
  readonly count: number;
}

/**
 * A histogram of the values at which a model's trees split on a feature, as LightGBM's
 * `Booster.get_split_value_histogram`. A feature that no tree splits on has one empty bin, 0 to 1.
 * @param feature its name, or its place from 0
 * @throws CambiumError `missing-feature` with the near miss; `invalid-option` for a categorical feature and bins
 *   that cannot be
 */
export function splitValueHistogram(
  model: ModelFields,
  feature: string | number,
  options: SplitValueOptions & { readonly xgboostStyle: true },
): readonly SplitValueCount[];
export function splitValueHistogram(
  model: ModelFields,
  feature: string | number,
  options?: SplitValueOptions & { readonly xgboostStyle?: false | undefined },
): Histogram;
export function splitValueHistogram(
  model: ModelFields,
  feature: string | number,
  options: SplitValueOptions = {},
): Histogram | readonly SplitValueCount[] {
  checkNames('option of splitValueHistogram', options, { bins: true, xgboostStyle: true });
  checkKinds(options, { xgboostStyle: 'true or false' });
  checkModelFields(model);
  const { bins, xgboostStyle = false } = options;
  const values = splitValues(model, featurePlace(model, feature));
  const { size } = new Set(values);
  const found = histogram(values, chooseBins(bins, xgboostStyle, Math.max(1, size)));
  if (!xgboostStyle) return found;
  return Array.from(found.counts, (count, bin) => ({
    splitValue: found.edges[bin + 1]!,
    count,
  })).filter(({ count }) => count > 0);
}

function chooseBins(bins: SplitValueOptions['bins'], xgboostStyle: boolean, different: number) {
  if (bins === undefined) return different;
  return typeof bins === 'number' && xgboostStyle && bins > different ? different : bins;
}

/** The place of a feature among a model's. @throws CambiumError `missing-feature` */
export function featurePlace({ featureNames }: ModelFields, feature: string | number): number {
  if (typeof feature === 'number') {
    if (Number.isInteger(feature) && feature >= 0 && feature < featureNames.length) return feature;
    throw new CambiumError(
      'missing-feature',
      `the model has no feature ${feature}: its features are 0 to ${featureNames.length - 1}`,
    );
  }
  const exact = featureNames.indexOf(feature);
  const place = exact >= 0 ? exact : featureNames.indexOf(fieldName(feature));
  if (place >= 0) return place;
  throw new CambiumError('missing-feature', `the model has no feature "${feature}"`, {
    hint:
      didYouMean(String(feature), featureNames) ?? `its features are ${listNames(featureNames)}`,
  });
}

function splitValues({ trees, featureNames }: ModelFields, feature: number): Float64Array {
  const values: number[] = [];
  for (const { numLeaves, splitFeature, decisionType, threshold } of trees) {
    for (let node = 0; node < numLeaves - 1; node++) {
      if (splitFeature[node] !== feature) continue;
      if ((decisionType[node]! & DecisionType.categorical) !== 0) {
        throw new CambiumError(
          'invalid-option',
          `feature "${featureNames[feature]}" is categorical: it is split by sets of categories, not at values`,
        );
      }
      // As LightGBM's dump of a model, which has no infinite numbers.
      values.push(Math.max(-1e300, Math.min(1e300, threshold[node]!)));
    }
  }
  return Float64Array.from(values);
}
