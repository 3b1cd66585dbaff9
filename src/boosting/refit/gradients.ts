/** Gradients and hessians of LightGBM's objectives, row by row in 64 bits, kept in 32 as there. */
import { CambiumError } from '../../errors.js';
import type { Model } from '../model/index.js';
import { parseObjective } from '../model/index.js';
import type { CustomObjective, RowsView } from '../trainer/options/options.js';
import { numberOf, switchOf } from './parameters.js';
import { rankingGradients } from './ranking-gradients.js';

/** What a row's loss gives: written once, read at once, so that rows allocate nothing. */
interface Slope {
  gradient: number;
  hessian: number;
}

/** Gradient and hessian of one row's loss, without the row's weight. */
type Loss = (score: number, label: number, slope: Slope) => void;

/**
 * The gradients of a model's own objective, with the parameters that the model was trained with.
 * Good for one refit: those of `rank_xendcg` draw anew each time.
 * @throws CambiumError `unsupported-objective` for objectives that the model does not know.
 */
export function gradientsOf(model: Model): CustomObjective {
  const { name, sigmoid } = parseObjective(model.objective);
  const options = model.objective.split(/\s+/);
  if (name === 'binary') return oneVersusAll(model, sigmoid, false);
  if (name === 'multiclassova') return oneVersusAll(model, sigmoid, true);
  if (name === 'multiclass') return softmax(model.numTreePerIteration);
  if (name === 'cross_entropy_lambda') return crossEntropyLambda;
  if (name === 'mape') return mape;
  const ranking = rankingGradients(model, name);
  if (ranking !== undefined) return ranking;
  const loss = losses[name]?.(model);
  if (loss === undefined) {
    throw new CambiumError(
      'unsupported-objective',
      `refit has no gradients of the objective "${name || 'unknown'}"`,
      { hint: 'pass them as the option objective' },
    );
  }
  return pointwise(loss, options.includes('sqrt'));
}

/** Objectives whose rows and classes do not depend on each other. */
const losses: Readonly<Record<string, (model: Model) => Loss>> = {
  regression: () => (score, label, slope) => {
    slope.gradient = score - label;
    slope.hessian = 1;
  },
  regression_l1: () => (score, label, slope) => {
    slope.gradient = Math.sign(score - label);
    slope.hessian = 1;
  },
  huber: (model) => {
    const alpha = numberOf(model, 'alpha', 0.9);
    return (score, label, slope) => {
      slope.gradient = Math.min(Math.max(score - label, -alpha), alpha);
      slope.hessian = 1;
    };
  },
  fair: (model) => {
    const c = numberOf(model, 'fair_c', 1);
    return (score, label, slope) => {
      const x = score - label;
      const size = Math.abs(x) + c;
      slope.gradient = (c * x) / size;
      slope.hessian = (c * c) / (size * size);
    };
  },
  poisson: (model) => {
    const factor = Math.exp(numberOf(model, 'poisson_max_delta_step', 0.7));
    return (score, label, slope) => {
      const mean = Math.exp(score);
      slope.gradient = mean - label;
      slope.hessian = mean * factor;
    };
  },
  quantile: (model) => {
    const alpha = Math.fround(numberOf(model, 'alpha', 0.9));
    return (score, label, slope) => {
      slope.gradient = Math.fround(score - label) >= 0 ? 1 - alpha : -alpha;
      slope.hessian = 1;
    };
  },
  gamma: () => (score, label, slope) => {
    const ratio = label * Math.exp(-score);
    slope.gradient = 1 - ratio;
    slope.hessian = ratio;
  },
  tweedie: (model) => {
    const rho = numberOf(model, 'tweedie_variance_power', 1.5);
    return (score, label, slope) => {
      const first = label * Math.exp((1 - rho) * score);
      const second = Math.exp((2 - rho) * score);
      slope.gradient = second - first;
      slope.hessian = (2 - rho) * second - (1 - rho) * first;
    };
  },
  cross_entropy: () => (score, label, slope) => {
    const share = 1 / (1 + Math.exp(-score));
    slope.gradient = share - label;
    slope.hessian = share * (1 - share);
  },
};

function pointwise(loss: Loss, ofRoots: boolean): CustomObjective {
  const slope: Slope = { gradient: 0, hessian: 0 };
  return (scores, { rows, labels, weights }, gradients, hessians) => {
    for (let row = 0; row < rows; row++) {
      const given = labels[row]!;
      const label = ofRoots ? Math.fround(Math.sign(given) * Math.sqrt(Math.abs(given))) : given;
      loss(scores[row]!, label, slope);
      const weight = weights?.[row] ?? 1;
      gradients[row] = slope.gradient * weight;
      hessians[row] = slope.hessian * weight;
    }
  };
}

/** Relative errors: a row weighs the less the larger its label. */
const mape: CustomObjective = (scores, { rows, labels, weights }, gradients, hessians) => {
  for (let row = 0; row < rows; row++) {
    const weight = weights?.[row] ?? 1;
    const share = Math.fround(weight / Math.max(1, Math.abs(labels[row]!)));
    gradients[row] = Math.sign(scores[row]! - labels[row]!) * share;
    hessians[row] = weight;
  }
};

/** With weights, the intensity of the row's process is scaled by its weight. */
const crossEntropyLambda: CustomObjective = (scores, rowsView, gradients, hessians) => {
  const { rows, labels, weights } = rowsView;
  for (let row = 0; row < rows; row++) {
    const score = scores[row]!;
    const label = labels[row]!;
    if (weights === undefined) {
      const share = 1 / (1 + Math.exp(-score));
      gradients[row] = share - label;
      hessians[row] = share * (1 - share);
      continue;
    }
    const weight = weights[row]!;
    const odds = Math.exp(score);
    const share = 1 - Math.exp(-weight * Math.log1p(odds));
    gradients[row] = ((1 - label / share) * weight) / (1 + 1 / odds);
    const inverse = 1 / (1 - share);
    const slope = (weight * odds) / ((1 + odds) * (1 + odds));
    const bend = (inverse / (inverse - 1) ** 2) * (1 + weight * odds - inverse);
    hessians[row] = slope * (1 + label * bend);
  }
};

/** Log losses of two classes: one, or one a class against all others. */
function oneVersusAll(model: Model, sigmoid: number, several: boolean): CustomObjective {
  const classes = several ? model.numTreePerIteration : 1;
  return (scores, view, gradients, hessians) => {
    const { rows, labels, weights } = view;
    for (let k = 0; k < classes; k++) {
      const isPositive = (label: number) => (several ? label === k : label > 0);
      const weightsOfClass = classWeights(model, view, isPositive);
      if (weightsOfClass === undefined) {
        gradients.fill(0, k * rows, (k + 1) * rows);
        hessians.fill(0, k * rows, (k + 1) * rows);
        continue;
      }
      const [negative, positive] = weightsOfClass;
      for (let row = 0, at = k * rows; row < rows; row++, at++) {
        const sign = isPositive(labels[row]!) ? 1 : -1;
        const weight = (sign === 1 ? positive : negative) * (weights?.[row] ?? 1);
        const response = (-sign * sigmoid) / (1 + Math.exp(sign * sigmoid * scores[at]!));
        const size = Math.abs(response);
        gradients[at] = response * weight;
        hessians[at] = size * (sigmoid - size) * weight;
      }
    }
  };
}

/** Undefined where all rows are on one side: there is nothing to learn. */
function classWeights(
  model: Model,
  { labels }: RowsView,
  isPositive: (label: number) => boolean,
): [negative: number, positive: number] | undefined {
  const scale = numberOf(model, 'scale_pos_weight', 1);
  const positives = labels.reduce((count, label) => count + (isPositive(label) ? 1 : 0), 0);
  const negatives = labels.length - positives;
  if (positives === 0 || negatives === 0) return undefined;
  if (!switchOf(model, 'is_unbalance')) return [1, scale];
  return positives > negatives
    ? [positives / negatives, scale]
    : [1, (negatives / positives) * scale];
}

function softmax(classes: number): CustomObjective {
  const factor = classes / (classes - 1);
  const shares = new Float64Array(classes);
  return (scores, { rows, labels, weights }, gradients, hessians) => {
    for (let row = 0; row < rows; row++) {
      let highest = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < classes; k++) highest = Math.max(highest, scores[k * rows + row]!);
      let sum = 0;
      for (let k = 0; k < classes; k++) {
        const share = Math.exp(scores[k * rows + row]! - highest);
        shares[k] = share;
        sum += share;
      }
      const weight = weights?.[row] ?? 1;
      for (let k = 0; k < classes; k++) {
        const share = shares[k]! / sum;
        gradients[k * rows + row] = (labels[row] === k ? share - 1 : share) * weight;
        hessians[k * rows + row] = factor * share * (1 - share) * weight;
      }
    }
  };
}
