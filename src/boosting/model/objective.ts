/** What a model's objective makes of a raw score. */
import { CambiumError, didYouMean } from '../../errors.js';

/**
 * How raw scores become values; all but `softmax` work on each class by itself.
 *
 * | kind | value of a raw score x |
 * |---|---|
 * | identity | x |
 * | sigmoid | 1 / (1 + e^(−slope·x)) |
 * | softmax | e^xᵢ / Σ e^xⱼ over the classes |
 * | exp | e^x |
 * | square | sign(x)·x² |
 * | log1p-exp | ln(1 + e^x) |
 */
export type TransformKind = 'identity' | 'sigmoid' | 'softmax' | 'exp' | 'square' | 'log1p-exp';

/** An objective string of a model, taken apart. */
export interface Objective {
  /** LightGBM's name, e.g. `binary`; empty for an objective that the model does not know. */
  readonly name: string;
  readonly transform: TransformKind;
  /** Slope of the sigmoid; 1 for other transforms. */
  readonly sigmoid: number;
}

const TRANSFORMS: Readonly<Record<string, TransformKind>> = {
  regression: 'identity',
  regression_l1: 'identity',
  huber: 'identity',
  fair: 'identity',
  poisson: 'exp',
  quantile: 'identity',
  mape: 'identity',
  gamma: 'exp',
  tweedie: 'exp',
  binary: 'sigmoid',
  multiclass: 'softmax',
  multiclassova: 'sigmoid',
  cross_entropy: 'sigmoid',
  cross_entropy_lambda: 'log1p-exp',
  lambdarank: 'identity',
  rank_xendcg: 'identity',
  custom: 'identity',
};

/** Names that LightGBM reads in a model file too. */
const ALIASES: Readonly<Record<string, string>> = {
  regression_l2: 'regression',
  l2: 'regression',
  mse: 'regression',
  l1: 'regression_l1',
  mae: 'regression_l1',
  softmax: 'multiclass',
  ova: 'multiclassova',
  multiclass_ova: 'multiclassova',
  xentropy: 'cross_entropy',
  xentlambda: 'cross_entropy_lambda',
  xendcg: 'rank_xendcg',
  none: 'custom',
};

/**
 * Takes an objective string apart, e.g. `binary sigmoid:0.7`, `regression sqrt`.
 * @throws CambiumError `unknown-objective`, `bad-objective`
 */
export function parseObjective(text: string): Objective {
  const [first = '', ...rest] = text.trim().split(/\s+/);
  if (first === '') return { name: '', transform: 'identity', sigmoid: 1 };
  const name = Object.hasOwn(ALIASES, first) ? ALIASES[first]! : first;
  if (!Object.hasOwn(TRANSFORMS, name)) {
    throw new CambiumError('unknown-objective', `the model's objective "${first}" is not known`, {
      hint: didYouMean(first, Object.keys(TRANSFORMS)),
    });
  }
  const transform = TRANSFORMS[name]!;
  if (transform === 'identity' && name !== 'huber' && rest.includes('sqrt')) {
    return { name, transform: 'square', sigmoid: 1 };
  }
  if (name !== 'binary' && name !== 'multiclassova') return { name, transform, sigmoid: 1 };
  const option = rest.find((word) => word.startsWith('sigmoid:'));
  const sigmoid = Number(option?.slice('sigmoid:'.length));
  if (!(sigmoid > 0 && Number.isFinite(sigmoid))) {
    throw new CambiumError(
      'bad-objective',
      `the model's objective "${text}" needs sigmoid:NUMBER with a number above 0`,
    );
  }
  return { name, transform, sigmoid };
}

/**
 * A function that turns raw scores into values in place, for rows of `numClass` numbers each. The
 * scores of a random forest (`Model.averageOutput`) must be divided by its rounds first.
 * Precision: `Math.exp` may differ from LightGBM's C library in the last bit.
 */
export function objectiveTransform(
  objective: Objective,
  numClass: number,
): (scores: Float64Array) => void {
  if (objective.transform === 'softmax') return (scores) => softmax(scores, numClass);
  const one = elementTransform(objective);
  return (scores) => {
    for (let i = 0; i < scores.length; i++) scores[i] = one(scores[i]!);
  };
}

function elementTransform({ transform, sigmoid }: Objective): (raw: number) => number {
  switch (transform) {
    case 'sigmoid':
      return (raw) => 1 / (1 + Math.exp(-sigmoid * raw));
    case 'exp':
      return Math.exp;
    case 'square':
      return (raw) => Math.sign(raw) * raw * raw;
    case 'log1p-exp':
      return (raw) => Math.log1p(Math.exp(raw));
    default:
      return (raw) => raw;
  }
}

function softmax(scores: Float64Array, numClass: number): void {
  for (let start = 0; start < scores.length; start += numClass) {
    const row = scores.subarray(start, start + numClass);
    let highest = row[0]!;
    for (const raw of row) highest = Math.max(highest, raw);
    let sum = 0;
    for (let i = 0; i < numClass; i++) {
      const power = Math.exp(row[i]! - highest);
      row[i] = power;
      sum += power;
    }
    for (let i = 0; i < numClass; i++) row[i] = row[i]! / sum;
  }
}
