/** The mean losses of two classes: labels above 0 are class 1, predictions its probability. */
import { negativeLog } from './log-of-probability.js';
import { meanLoss } from './mean-loss.js';
import type { Metric } from './metric.js';

/** Mean negative log likelihood of the labels' classes. */
export const binaryLogloss = (): Metric =>
  meanLoss('binary_logloss', (label, probability) =>
    negativeLog(label > 0 ? probability : 1 - probability),
  );

/** Share of rows on the wrong side of probability one half. */
export const binaryError = (): Metric =>
  meanLoss('binary_error', (label, probability) => (label > 0 === probability > 0.5 ? 0 : 1));
