/** Losses of labels that are themselves probabilities, from 0 to 1. */
import { CambiumError } from '../../errors.js';
import { checkLabels, checkWeights, totalWeight } from './checks.js';
import { type RowLoss, sumLosses } from './mean-loss.js';
import {
  defineMetric,
  type EvaluationRows,
  type Metric,
  type MetricName,
  type Numbers,
} from './metric.js';

/** Probabilities up to this count as this, and likewise at the other end. */
const EPSILON = 1e-12;
const LEAST = Math.log(EPSILON);

const logOf = (probability: number): number =>
  probability > EPSILON ? Math.log(probability) : LEAST;

/** LightGBM takes a label from 1 in the labels' own 32 bits. */
const complement32 = (label: number): number => Math.fround(1 - label);
const complement64 = (label: number): number => 1 - label;
const complementOf = (labels: Numbers) =>
  labels instanceof Float32Array ? complement32 : complement64;

function crossEntropyOf(labels: Numbers): RowLoss {
  const complement = complementOf(labels);
  return (label, probability) =>
    -(label * logOf(probability) + complement(label) * logOf(1 - probability));
}

const plogp = (probability: number): number =>
  probability > 0 ? probability * Math.log(probability) : 0;

/** Less than 0: what the best predictions, the labels themselves, would still lose. */
const negativeEntropy: RowLoss = (label) => plogp(label) + plogp(1 - label);

function checkProbabilities(name: MetricName, rows: EvaluationRows): void {
  checkLabels(name, rows.labels, (label) => label >= 0 && label <= 1, 'a number from 0 to 1');
}

/** The sum of weights, none of which may be negative, nor all 0. */
function checkedWeight(name: MetricName, rows: EvaluationRows): number {
  checkWeights(name, rows, (weight) => weight >= 0, '0 or more');
  const total = totalWeight(rows);
  if (total > 0 || rows.labels.length === 0) return total;
  throw new CambiumError('bad-weight', `metric ${name}: all weights are 0`);
}

/** Mean cross-entropy between labels and predicted probabilities. */
export const crossEntropy = (): Metric =>
  defineMetric({
    name: 'cross_entropy',
    prepare(rows) {
      checkProbabilities('cross_entropy', rows);
      const total = checkedWeight('cross_entropy', rows);
      const loss = crossEntropyOf(rows.labels);
      return (predictions) => [sumLosses(loss, predictions, rows) / total];
    },
  });

/** Mean Kullback-Leibler divergence of predictions from labels: their cross-entropy less the labels' entropy. */
export const kullbackLeibler = (): Metric =>
  defineMetric({
    name: 'kullback_leibler',
    prepare(rows) {
      checkProbabilities('kullback_leibler', rows);
      const total = checkedWeight('kullback_leibler', rows);
      const loss = crossEntropyOf(rows.labels);
      const offset = sumLosses(negativeEntropy, rows.labels, rows) / total;
      return (predictions) => [offset + sumLosses(loss, predictions, rows) / total];
    },
  });

/**
 * Mean cross-entropy where predictions are intensities λ and a row of weight w has the probability
 * 1 − e^(−wλ): the weight says how often a row was tried, not how much it counts.
 */
export const crossEntropyLambda = (): Metric =>
  defineMetric({
    name: 'cross_entropy_lambda',
    prepare(rows) {
      checkProbabilities('cross_entropy_lambda', rows);
      checkWeights('cross_entropy_lambda', rows, (weight) => weight > 0, 'above 0');
      const { labels, weights } = rows;
      const loss = crossEntropyOf(labels);
      return (predictions) => {
        let sum = 0;
        for (let row = 0; row < labels.length; row++) {
          const intensity = (weights?.[row] ?? 1) * predictions[row]!;
          sum += loss(labels[row]!, 1 - Math.exp(-intensity));
        }
        return [sum / labels.length];
      };
    },
  });
