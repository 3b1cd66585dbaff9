/** Metrics that are the (weighted) mean of a loss of each row. */
import type { Metric, MetricName, Numbers } from './metric.js';

/** Probabilities nearer to 0 or 1 than this count as this: LightGBM's `kEpsilon`, a 32-bit float. */
const EPSILON = Math.fround(1e-15);

type Loss = (label: number, prediction: number) => number;

function meanLoss(loss: Loss, predictions: Numbers, labels: Numbers, weights?: Numbers): number {
  const rows = labels.length;
  let sum = 0;
  if (weights === undefined) {
    for (let row = 0; row < rows; row++) sum += loss(labels[row]!, predictions[row]!);
    return sum / rows;
  }
  let sumWeights = 0;
  for (let row = 0; row < rows; row++) {
    const weight = weights[row]!;
    sum += loss(labels[row]!, predictions[row]!) * weight;
    sumWeights += weight;
  }
  return sum / sumWeights;
}

function metric(name: MetricName, loss: Loss, finish = (mean: number) => mean): Metric {
  return {
    name,
    higherIsBetter: false,
    of: 'value',
    evaluate: (predictions, labels, weights) =>
      finish(meanLoss(loss, predictions, labels, weights)),
  };
}

const squared: Loss = (label, prediction) => (prediction - label) * (prediction - label);

/** Mean squared error. */
export const l2 = metric('l2', squared);

/** Root of the mean squared error. */
export const rmse = metric('rmse', squared, Math.sqrt);

/** Mean absolute error. */
export const l1 = metric('l1', (label, prediction) => Math.abs(prediction - label));

/** Mean negative log likelihood of the labels' classes. */
export const binaryLogloss = metric('binary_logloss', (label, probability) => {
  const ofClass = label > 0 ? probability : 1 - probability;
  if (ofClass > EPSILON) return -Math.log(ofClass);
  return -Math.log(EPSILON);
});

/** Share of rows on the wrong side of probability one half. */
export const binaryError = metric('binary_error', (label, probability) =>
  label > 0 === probability > 0.5 ? 0 : 1,
);
