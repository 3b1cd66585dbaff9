/** The mean losses of several classes: labels are classes from 0, predictions their probabilities. */
import { checkClasses, totalWeight } from './checks.js';
import { negativeLog } from './log-of-probability.js';
import { defineMetric, type Metric, type MetricName, type Numbers } from './metric.js';
import { type MetricSettings, requireClasses } from './settings.js';

/** What a row loses whose predictions lie at `row`, `row + rows`, and so on. */
type ClassLoss = (predictions: Numbers, label: number, row: number, rows: number) => number;

function meanClassLoss(name: MetricName, label: string, classes: number, loss: ClassLoss): Metric {
  return defineMetric({
    name,
    names: [label],
    classes,
    prepare(given) {
      const { labels, weights } = given;
      checkClasses(name, labels, classes);
      const total = totalWeight(given);
      const rows = labels.length;
      return (predictions) => {
        let sum = 0;
        for (let row = 0; row < rows; row++) {
          const lost = loss(predictions, labels[row]!, row, rows);
          sum += weights === undefined ? lost : lost * weights[row]!;
        }
        return [sum / total];
      };
    },
  });
}

/** Mean negative log likelihood of the labels' classes. */
export const multiLogloss = (settings: MetricSettings): Metric =>
  meanClassLoss(
    'multi_logloss',
    'multi_logloss',
    requireClasses('multi_logloss', settings),
    (predictions, label, row, rows) => negativeLog(predictions[label * rows + row]!),
  );

/**
 * Share of rows whose class is not among the `multi_error_top_k` with the highest prediction; a
 * class with an equal prediction counts as higher.
 */
export function multiError(settings: MetricSettings): Metric {
  const classes = requireClasses('multi_error', settings);
  const { multi_error_top_k: places } = settings;
  const label = places === 1 ? 'multi_error' : `multi_error@${places}`;
  return meanClassLoss('multi_error', label, classes, (predictions, own, row, rows) => {
    const prediction = predictions[own * rows + row]!;
    let atLeastAsHigh = 0;
    for (let at = row; at < predictions.length; at += rows) {
      if (predictions[at]! >= prediction) atLeastAsHigh++;
    }
    return atLeastAsHigh > places ? 1 : 0;
  });
}
