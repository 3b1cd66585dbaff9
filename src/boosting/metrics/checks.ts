/** What labels and weights a metric takes. */
import { CambiumError } from '../../errors.js';
import type { MetricName } from '../parameters/index.js';
import type { EvaluationRows, Numbers } from './metric.js';

/** @throws CambiumError `bad-label` that names the first row whose label is not accepted */
export function checkLabels(
  name: MetricName,
  labels: Numbers,
  accepts: (label: number) => boolean,
  expected: string,
  hint?: string,
): void {
  for (let row = 0; row < labels.length; row++) {
    if (accepts(labels[row]!)) continue;
    throw new CambiumError(
      'bad-label',
      `metric ${name}: label ${labels[row]} in row ${row + 1}: expected ${expected}`,
      { hint },
    );
  }
}

/** @throws CambiumError `bad-label` where a label is no class */
export function checkClasses(name: MetricName, labels: Numbers, classes: number): void {
  checkLabels(
    name,
    labels,
    (label) => Number.isInteger(label) && label >= 0 && label < classes,
    `a class from 0 to ${classes - 1}`,
  );
}

/** @throws CambiumError `bad-weight` that names the first row whose weight is not accepted */
export function checkWeights(
  name: MetricName,
  { weights }: EvaluationRows,
  accepts: (weight: number) => boolean,
  expected: string,
): void {
  if (weights === undefined) return;
  for (let row = 0; row < weights.length; row++) {
    if (accepts(weights[row]!)) continue;
    throw new CambiumError(
      'bad-weight',
      `metric ${name}: weight ${weights[row]} in row ${row + 1}: expected ${expected}`,
    );
  }
}

/** What all rows weigh together. */
export function totalWeight({ labels, weights }: EvaluationRows): number {
  if (weights === undefined) return labels.length;
  let total = 0;
  for (let row = 0; row < weights.length; row++) total += weights[row]!;
  return total;
}
