/** Losses of labels that are themselves probabilities, from 0 to 1. */
import { CambiumError } from '../../errors.js';
import type { MetricName } from '../parameters/index.js';
import { checkLabels, checkWeights, totalWeight } from './checks.js';
import { type Losses, sumLosses } from './mean-loss.js';
import { defineMetric, type EvaluationRows, type Metric } from './metric.js';

/** Probabilities up to this count as this, and likewise at the other end. */
const EPSILON = 1e-12;
const LEAST = Math.log(EPSILON);

const logOf = (probability: number): number =>
  probability > EPSILON ? Math.log(probability) : LEAST;

/** @param single whether labels are of 32 bits: then LightGBM takes them from 1 in 32 bits too */
function crossEntropyOf(label: number, probability: number, single: boolean): number {
  const complement = single ? Math.fround(1 - label) : 1 - label;
  return -(label * logOf(probability) + complement * logOf(1 - probability));
}

const crossEntropies: Losses = (losses, first, labels, predictions) => {
  const single = labels instanceof Float32Array;
  for (let i = 0, row = first; i < losses.length; i++, row++) {
    losses[i] = crossEntropyOf(labels[row]!, predictions[row]!, single);
  }
};

const plogp = (probability: number): number =>
  probability > 0 ? probability * Math.log(probability) : 0;

/** Less than 0: what the best predictions, the labels themselves, would still lose. */
const negativeEntropies: Losses = (losses, first, labels) => {
  for (let i = 0, row = first; i < losses.length; i++, row++) {
    losses[i] = plogp(labels[row]!) + plogp(1 - labels[row]!);
  }
};

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
      return (predictions) => [sumLosses(crossEntropies, predictions, rows) / total];
    },
  });

/** Mean Kullback-Leibler divergence of predictions from labels: their cross-entropy less the labels' entropy. */
export const kullbackLeibler = (): Metric =>
  defineMetric({
    name: 'kullback_leibler',
    prepare(rows) {
      checkProbabilities('kullback_leibler', rows);
      const total = checkedWeight('kullback_leibler', rows);
      const offset = sumLosses(negativeEntropies, rows.labels, rows) / total;
      return (predictions) => [offset + sumLosses(crossEntropies, predictions, rows) / total];
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
      // Weights are part of the loss: its mean is over rows.
      const { labels, weights } = rows;
      const losses: Losses = (into, first, _, predictions) => {
        const single = labels instanceof Float32Array;
        for (let i = 0, row = first; i < into.length; i++, row++) {
          const intensity = (weights === undefined ? 1 : weights[row]!) * predictions[row]!;
          into[i] = crossEntropyOf(labels[row]!, 1 - Math.exp(-intensity), single);
        }
      };
      return (predictions) => [sumLosses(losses, predictions, { labels }) / labels.length];
    },
  });
