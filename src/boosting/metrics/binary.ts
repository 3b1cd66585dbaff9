/** The mean losses of two classes: labels above 0 are class 1, predictions its probability. */
import { negativeLog } from './log-of-probability.js';
import { meanLoss } from './mean-loss.js';
import type { Metric } from './metric.js';

/** Mean negative log likelihood of the labels' classes. */
export const binaryLogloss = (): Metric =>
  meanLoss('binary_logloss', (losses, first, labels, predictions) => {
    for (let i = 0, row = first; i < losses.length; i++, row++) {
      const probability = predictions[row]!;
      losses[i] = negativeLog(labels[row]! > 0 ? probability : 1 - probability);
    }
  });

/** Share of rows on the wrong side of probability one half. */
export const binaryError = (): Metric =>
  meanLoss('binary_error', (losses, first, labels, predictions) => {
    for (let i = 0, row = first; i < losses.length; i++, row++) {
      losses[i] = labels[row]! > 0 === predictions[row]! > 0.5 ? 0 : 1;
    }
  });
