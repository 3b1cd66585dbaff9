/** The mean losses of several classes: labels are classes from 0, predictions their probabilities. */
import { checkClasses } from './checks.js';
import { negativeLog } from './log-of-probability.js';
import { meanLoss } from './mean-loss.js';
import type { Metric, Numbers } from './metric.js';
import { type MetricSettings, requireClasses } from './settings.js';

/** Mean negative log likelihood of the labels' classes. */
export function multiLogloss(settings: MetricSettings): Metric {
  const classes = requireClasses('multi_logloss', settings);
  return meanLoss(
    'multi_logloss',
    (losses, first, labels, predictions) => {
      const rows = labels.length;
      for (let i = 0, row = first; i < losses.length; i++, row++) {
        losses[i] = negativeLog(predictions[labels[row]! * rows + row]!);
      }
    },
    { classes, check: (labels) => checkClasses('multi_logloss', labels, classes) },
  );
}

/**
 * Share of rows whose class is not among the `multi_error_top_k` with the highest prediction; a
 * class with an equal prediction counts as higher.
 */
export function multiError(settings: MetricSettings): Metric {
  const classes = requireClasses('multi_error', settings);
  const { multi_error_top_k: places } = settings;
  return meanLoss(
    'multi_error',
    (losses, first, labels, predictions) => {
      for (let i = 0, row = first; i < losses.length; i++, row++) {
        losses[i] = placeOf(labels[row]!, row, labels.length, predictions) > places ? 1 : 0;
      }
    },
    {
      label: places === 1 ? 'multi_error' : `multi_error@${places}`,
      classes,
      check: (labels) => checkClasses('multi_error', labels, classes),
    },
  );
}

/** Which place a row's class takes, from 1, if all equals come before it. */
function placeOf(own: number, row: number, rows: number, predictions: Numbers): number {
  const prediction = predictions[own * rows + row]!;
  let place = 0;
  for (let at = row; at < predictions.length; at += rows) {
    if (predictions[at]! >= prediction) place++;
  }
  return place;
}
