/** Cross-entropies of labels that are probabilities. */
import {
  checkMean,
  EPSILON,
  type ObjectiveDefinition,
  weightedMean,
} from './objective-definition.js';

const probability = (label: number) =>
  label >= 0 && label <= 1 ? undefined : 'a probability from 0 to 1';

/** Weights are factors on the loss. */
export const crossEntropy: ObjectiveDefinition = {
  text: () => 'cross_entropy',
  labelFault: probability,
  initialScore: (rows) => {
    const mean = Math.max(EPSILON, Math.min(1 - EPSILON, weightedMean(rows)));
    return Math.log(mean / (1 - mean));
  },
};

/** Weights are exponents: the score is of e^λ − 1, and a row's chance 1 − e^(−λ·weight). */
export const crossEntropyLambda: ObjectiveDefinition = {
  text: () => 'cross_entropy_lambda',
  exponential: 'a logarithm',
  labelFault: probability,
  weightFault: (weight) => (weight > 0 ? undefined : 'weights above 0'),
  checkLabels: checkMean,
  initialScore: (rows) => Math.log(Math.expm1(weightedMean(rows))),
};
