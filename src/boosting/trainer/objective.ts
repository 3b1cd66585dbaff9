/** What an objective decides before the first tree: the initial score and the weights of classes. */
import type { Parameters } from '../parameters/index.js';
import { ObjectiveKind } from './plan.js';

export interface ObjectiveSetup {
  readonly kind: number;
  /** As the model file names it. */
  readonly text: string;
  readonly constantHessian: boolean;
  /** Raw score of every row before the first tree; LightGBM's `boost_from_average`. */
  readonly initialScore: number;
  /** Largest |gradient| at that score. */
  readonly gradientBound: number;
  readonly positiveWeight: number;
  readonly negativeWeight: number;
}

/** Keeps log-odds finite, as LightGBM's kEpsilon. */
const SMALLEST_SHARE = Math.fround(1e-15);

/** @param label one value a row, in the order in which sums are taken */
export function setUpObjective(
  parameters: Parameters,
  label: Float32Array | Float64Array,
): ObjectiveSetup {
  return parameters.objective === 'binary'
    ? binary(parameters, label)
    : regression(parameters, label);
}

function mean(label: Float32Array | Float64Array): number {
  let sum = 0;
  for (let row = 0; row < label.length; row++) sum += Math.fround(label[row] as number);
  return sum / label.length;
}

function regression(parameters: Parameters, label: Float32Array | Float64Array): ObjectiveSetup {
  const initialScore = parameters.boost_from_average ? mean(label) : 0;
  let gradientBound = 0;
  for (let row = 0; row < label.length; row++) {
    const gradient = Math.abs(initialScore - Math.fround(label[row] as number));
    if (gradient > gradientBound) gradientBound = gradient;
  }
  return {
    kind: ObjectiveKind.regression,
    text: 'regression',
    constantHessian: true,
    initialScore,
    gradientBound,
    positiveWeight: 1,
    negativeWeight: 1,
  };
}

function binary(parameters: Parameters, label: Float32Array | Float64Array): ObjectiveSetup {
  const share = mean(label);
  const positives = share * label.length;
  const negatives = label.length - positives;
  let positiveWeight = parameters.scale_pos_weight;
  let negativeWeight = 1;
  if (parameters.is_unbalance) {
    if (positives > negatives) negativeWeight = positives / negatives;
    else positiveWeight *= negatives / positives;
  }
  const clamped = Math.min(1 - SMALLEST_SHARE, Math.max(SMALLEST_SHARE, share));
  return {
    kind: ObjectiveKind.binary,
    text: `binary sigmoid:${parameters.sigmoid}`,
    constantHessian: false,
    initialScore: parameters.boost_from_average
      ? Math.log(clamped / (1 - clamped)) / parameters.sigmoid
      : 0,
    gradientBound: 0,
    positiveWeight,
    negativeWeight,
  };
}
