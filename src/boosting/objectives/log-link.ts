/** Losses of regression whose score is the logarithm of the value: Poisson, gamma, Tweedie. */
import {
  checkMean,
  type ObjectiveDefinition,
  type TrainingRows,
  weightedMean,
} from './objective-definition.js';

const logOfMean = (rows: TrainingRows) => Math.log(weightedMean(rows));

const exponential = 'the logarithm of the prediction';

const notNegative = (label: number) => (label >= 0 ? undefined : 'a number of at least 0');

export const poisson: ObjectiveDefinition = {
  text: () => 'poisson',
  exponential,
  labelFault: notNegative,
  checkLabels: checkMean,
  initialScore: logOfMean,
  variables: (_, p) => ({ poissonMaxDeltaStep: p.poisson_max_delta_step }),
};

export const gamma: ObjectiveDefinition = {
  text: () => 'gamma',
  exponential,
  labelFault: (label) => {
    if (Math.fround(label) > 0) return undefined;
    return label > 0
      ? 'a number of at least 1.4e-45, the smallest 32-bit float'
      : 'a number above 0';
  },
  initialScore: logOfMean,
};

export const tweedie: ObjectiveDefinition = {
  text: () => 'tweedie',
  exponential,
  labelFault: notNegative,
  checkLabels: checkMean,
  initialScore: logOfMean,
  variables: (_, p) => ({ tweedieVariancePower: p.tweedie_variance_power }),
};
