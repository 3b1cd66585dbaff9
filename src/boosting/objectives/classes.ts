/** Log losses of two and of several classes. */
import { listNames } from '../../errors.js';
import type { Parameters } from '../parameters/index.js';
import {
  EPSILON,
  type ObjectiveDefinition,
  type TrainingRows,
  weightedMean,
} from './objective-definition.js';

const isClass = (label: number, p: Parameters) =>
  Number.isInteger(label) && label >= 0 && label < p.num_class;

function classFault(label: number, p: Parameters): string | undefined {
  return isClass(label, p)
    ? undefined
    : `a class: a whole number from 0 to ${p.num_class - 1} (num_class=${p.num_class})`;
}

/** Sum of weights of rows of a class, and of all. */
function shareOf(ofClass: number, { labels, weights }: TrainingRows): number {
  let own = 0;
  let total = 0;
  for (let row = 0; row < labels.length; row++) {
    const weight = weights?.[row] ?? 1;
    if (labels[row] === ofClass) own += weight;
    total += weight;
  }
  return own / total;
}

/** Classes that no row is of are left without splits, as in LightGBM. */
function absentClasses({ labels }: TrainingRows, p: Parameters): string | undefined {
  const seen = new Set(labels);
  const absent = Array.from({ length: p.num_class }, (_, k) => k).filter((k) => !seen.has(k));
  if (absent.length === 0) return undefined;
  const which = absent.length === 1 ? 'class' : 'classes';
  return `no row of the training table has ${which} ${listNames(absent.map(String))} of num_class=${p.num_class}: the model gives ${absent.length === 1 ? 'it' : 'them'} next to no probability`;
}

/** Whether some rows are of a class, and others not. */
const isMixed = (labels: Float32Array, isOfClass: (label: number) => boolean) =>
  labels.some(isOfClass) && !labels.every(isOfClass);

function logit(share: number, sigmoid: number): number {
  const clamped = Math.min(1 - EPSILON, Math.max(EPSILON, share));
  return Math.log(clamped / (1 - clamped)) / sigmoid;
}

/** Weights that make two classes count equally, or scale_pos_weight. */
function classWeights(positives: number, negatives: number, p: Parameters) {
  let positiveWeight = 1;
  let negativeWeight = 1;
  if (p.is_unbalance && positives > 0 && negatives > 0) {
    if (positives > negatives) negativeWeight = positives / negatives;
    else positiveWeight = negatives / positives;
  }
  return { positiveWeight: positiveWeight * p.scale_pos_weight, negativeWeight };
}

export const binary: ObjectiveDefinition = {
  text: (p) => `binary sigmoid:${p.sigmoid}`,
  fused: true,
  labelFault: (label) => (label === 0 || label === 1 ? undefined : '0 or 1'),
  initialScore: (rows, p) => logit(weightedMean(rows), p.sigmoid),
  learns: ({ labels }) => isMixed(labels, (label) => label > 0),
  variables: ({ labels }, p) => {
    let positives = 0;
    for (let row = 0; row < labels.length; row++) if (labels[row]! > 0) positives++;
    return { sigmoid: p.sigmoid, ...classWeights(positives, labels.length - positives, p) };
  },
};

export const multiclass: ObjectiveDefinition = {
  text: (p) => `multiclass num_class:${p.num_class}`,
  classes: (p) => p.num_class,
  labelFault: classFault,
  labelNotice: absentClasses,
  initialScore: (rows, _, ofClass) => Math.log(Math.max(EPSILON, shareOf(ofClass, rows))),
  learns: (rows, _, ofClass) => {
    const share = shareOf(ofClass, rows);
    return share > EPSILON && share < 1 - EPSILON;
  },
};

export const multiclassova: ObjectiveDefinition = {
  text: (p) => `multiclassova num_class:${p.num_class} sigmoid:${p.sigmoid}`,
  classes: (p) => p.num_class,
  labelFault: classFault,
  labelNotice: absentClasses,
  initialScore: (rows, p, ofClass) => logit(shareOf(ofClass, rows), p.sigmoid),
  learns: ({ labels }, _, ofClass) => isMixed(labels, (label) => label === ofClass),
  variables: (_, p) => ({ sigmoid: p.sigmoid }),
  tables: ({ labels }, p) => {
    const counts = new Uint32Array(p.num_class);
    for (const label of labels) counts[label]!++;
    const weights = Array.from(counts, (count) => classWeights(count, labels.length - count, p));
    return {
      classWeights: Float64Array.from(
        weights.flatMap(({ positiveWeight, negativeWeight }) => [positiveWeight, negativeWeight]),
      ),
    };
  },
};
