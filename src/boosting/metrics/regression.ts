/** The mean losses of regression. */

import type { MetricName } from '../parameters/index.js';
import { checkLabels } from './checks.js';
import { type Losses, meanLoss } from './mean-loss.js';
import type { Metric, Numbers } from './metric.js';
import type { MetricSettings } from './settings.js';

/** Predictions of counts below this count as this: LightGBM's 32-bit constant. */
const LEAST_COUNT = Math.fround(1e-10);
/** Keeps the quotient of a label and a prediction of 0 finite. */
const LEAST_QUOTIENT = 1e-9;

const squaredErrors: Losses = (losses, first, labels, predictions) => {
  for (let i = 0, row = first; i < losses.length; i++, row++) {
    const error = predictions[row]! - labels[row]!;
    losses[i] = error * error;
  }
};

const safeLog = (value: number): number => (value > 0 ? Math.log(value) : Number.NEGATIVE_INFINITY);

const positive = (name: MetricName) => (labels: Numbers) =>
  checkLabels(name, labels, (label) => label > 0, 'a number above 0');

/** Mean squared error. */
export const l2 = (): Metric => meanLoss('l2', squaredErrors);

/** Root of the mean squared error. */
export const rmse = (): Metric =>
  meanLoss('rmse', squaredErrors, { finish: (sum, total) => Math.sqrt(sum / total) });

/** Mean absolute error. */
export const l1 = (): Metric =>
  meanLoss('l1', (losses, first, labels, predictions) => {
    for (let i = 0, row = first; i < losses.length; i++, row++) {
      losses[i] = Math.abs(predictions[row]! - labels[row]!);
    }
  });

/** Mean absolute error as a share of the label, of 1 where the label is smaller. */
export const mape = (): Metric =>
  meanLoss('mape', (losses, first, labels, predictions) => {
    for (let i = 0, row = first; i < losses.length; i++, row++) {
      const label = labels[row]!;
      losses[i] = Math.abs(label - predictions[row]!) / Math.max(1, Math.abs(label));
    }
  });

/** Pinball loss: errors below cost `alpha`, errors above 1 − `alpha`. */
export const quantile = ({ alpha }: MetricSettings): Metric =>
  meanLoss('quantile', (losses, first, labels, predictions) => {
    for (let i = 0, row = first; i < losses.length; i++, row++) {
      const error = labels[row]! - predictions[row]!;
      losses[i] = error < 0 ? (alpha - 1) * error : alpha * error;
    }
  });

/** Half the squared error up to `alpha`, from there on straight. */
export const huber = ({ alpha }: MetricSettings): Metric =>
  meanLoss('huber', (losses, first, labels, predictions) => {
    for (let i = 0, row = first; i < losses.length; i++, row++) {
      const error = Math.abs(predictions[row]! - labels[row]!);
      losses[i] = error <= alpha ? 0.5 * error * error : alpha * (error - 0.5 * alpha);
    }
  });

/** Fair's loss: c²·(x − ln(1 + x)) for an error of x times c. */
export const fair = ({ fair_c: c }: MetricSettings): Metric =>
  meanLoss('fair', (losses, first, labels, predictions) => {
    for (let i = 0, row = first; i < losses.length; i++, row++) {
      const error = Math.abs(predictions[row]! - labels[row]!);
      losses[i] = c * error - c * c * Math.log1p(error / c);
    }
  });

/** Negative log likelihood of Poisson counts, less what does not depend on the prediction. */
export const poisson = (): Metric =>
  meanLoss('poisson', (losses, first, labels, predictions) => {
    for (let i = 0, row = first; i < losses.length; i++, row++) {
      const count = Math.max(predictions[row]!, LEAST_COUNT);
      losses[i] = count - labels[row]! * Math.log(count);
    }
  });

/** Negative log likelihood of exponential (gamma with shape 1) amounts. */
export const gamma = (): Metric =>
  meanLoss(
    'gamma',
    (losses, first, labels, predictions) => {
      for (let i = 0, row = first; i < losses.length; i++, row++) {
        const rate = 1 / predictions[row]!;
        losses[i] = labels[row]! * rate - safeLog(rate);
      }
    },
    { check: positive('gamma') },
  );

/** Deviance of gamma amounts: twice the sum over rows, not a mean. */
export const gammaDeviance = (): Metric =>
  meanLoss(
    'gamma_deviance',
    (losses, first, labels, predictions) => {
      for (let i = 0, row = first; i < losses.length; i++, row++) {
        const quotient = labels[row]! / (predictions[row]! + LEAST_QUOTIENT);
        losses[i] = quotient - safeLog(quotient) - 1;
      }
    },
    { check: positive('gamma_deviance'), finish: (sum) => 2 * sum },
  );

/** Negative log likelihood of Tweedie amounts, less what does not depend on the prediction. */
export const tweedie = ({ tweedie_variance_power: power }: MetricSettings): Metric =>
  meanLoss('tweedie', (losses, first, labels, predictions) => {
    for (let i = 0, row = first; i < losses.length; i++, row++) {
      const log = Math.log(Math.max(predictions[row]!, LEAST_COUNT));
      const expected = Math.exp((2 - power) * log) / (2 - power);
      losses[i] = expected - (labels[row]! * Math.exp((1 - power) * log)) / (1 - power);
    }
  });
