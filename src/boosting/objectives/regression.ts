/** Losses of regression whose score is the value itself. */
import type { Parameters } from '../parameters/index.js';
import { type ObjectiveDefinition, weightedMean } from './objective-definition.js';
import { percentile } from './percentile.js';

/** Labels for which sizes are replaced by their square roots, where `reg_sqrt` asks for it. */
function rootLabels(labels: Float32Array, { reg_sqrt }: Parameters): Float32Array {
  return reg_sqrt ? labels.map((label) => Math.sign(label) * Math.sqrt(Math.abs(label))) : labels;
}

/** What those losses share that `reg_sqrt` works with. */
const rooted = (name: string): Pick<ObjectiveDefinition, 'text' | 'transformLabels'> => ({
  text: ({ reg_sqrt }) => (reg_sqrt ? `${name} sqrt` : name),
  transformLabels: rootLabels,
});

/** Squared error. */
export const regression: ObjectiveDefinition = {
  ...rooted('regression'),
  constantHessian: true,
  fused: true,
  initialScore: weightedMean,
};

/** Absolute error: leaves are medians of residuals. */
export const regressionL1: ObjectiveDefinition = {
  ...rooted('regression_l1'),
  constantHessian: true,
  renewsLeaves: true,
  initialScore: ({ labels, weights }) => percentile(labels, weights, 0.5),
};

/** Squared up to `alpha`, absolute beyond (Huber, 1964). */
export const huber: ObjectiveDefinition = {
  text: () => 'huber',
  constantHessian: true,
  initialScore: weightedMean,
  variables: (_, p) => ({ alpha: p.alpha }),
};

/** Fair loss: c² (|x|/c − ln(1 + |x|/c)). */
export const fair: ObjectiveDefinition = {
  ...rooted('fair'),
  initialScore: weightedMean,
  variables: (_, p) => ({ fairC: p.fair_c }),
};

/** Pinball loss: leaves are `alpha`-quantiles of residuals. */
export const quantile: ObjectiveDefinition = {
  ...rooted('quantile'),
  constantHessian: true,
  renewsLeaves: true,
  initialScore: ({ labels, weights }, p) => percentile(labels, weights, Math.fround(p.alpha)),
  // LightGBM keeps it in 32 bits.
  variables: (_, p) => ({ alpha: Math.fround(p.alpha) }),
};

/**
 * Absolute error as a share of the label's size, which counts as 1 where it is less. Gradients differ in size as
 * labels do, so they are summed with as many digits as hessians that vary. (Where rows have weights LightGBM takes the
 * first row's for every row's hessian; here each row has its own.)
 */
export const mape: ObjectiveDefinition = {
  ...rooted('mape'),
  renewsLeaves: true,
  initialScore: ({ labels, weights }) => {
    const relative = labels.map(
      (label, row) =>
        Math.fround(1 / Math.max(1, Math.abs(label))) * (weights === undefined ? 1 : weights[row]!),
    );
    return percentile(labels, relative, 0.5);
  },
};
