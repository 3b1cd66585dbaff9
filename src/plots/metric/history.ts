/** The metrics of a training, round by round, from what training gives or from the file it has written. */
import type { Evaluation } from '../../boosting/index.js';
import { CambiumError, didYouMean, listNames } from '../../errors.js';

/**
 * What {@link plotMetric} draws: the evaluations of a training round by round, its whole result, or the
 * parsed file of `cambium train --metrics`: numbers by table and metric, one a round.
 */
export type MetricHistory =
  | readonly (readonly Evaluation[])[]
  | {
      readonly evaluations:
        | readonly (readonly Evaluation[])[]
        | Readonly<Record<string, Readonly<Record<string, readonly (number | null)[]>>>>;
      readonly bestIteration?: number;
    };

/** One metric of one table over the rounds; NaN where it had no value. */
export interface Series {
  readonly dataset: string;
  readonly metric: string;
  readonly values: readonly number[];
}

/** Rounds of a history, in the order in which the tables and metrics come first. */
export function seriesOf(history: MetricHistory): Series[] {
  if (!isRounds(history) && !isObject(history)) throw malformed('an object with "evaluations"');
  const evaluations = isRounds(history) ? history : history.evaluations;
  return isRounds(evaluations) ? fromRounds(evaluations) : fromTables(evaluations);
}

export function bestIterationOf(history: MetricHistory): number | undefined {
  return isRounds(history) ? undefined : history.bestIteration;
}

const isRounds = (value: unknown): value is readonly (readonly Evaluation[])[] =>
  Array.isArray(value);

function fromRounds(rounds: readonly (readonly Evaluation[])[]): Series[] {
  const found = new Map<string, { dataset: string; metric: string; values: number[] }>();
  rounds.forEach((round, index) => {
    for (const { dataset, metric, value } of round) {
      const key = JSON.stringify([dataset, metric]);
      const series = found.get(key) ?? { dataset, metric, values: [] };
      found.set(key, series);
      while (series.values.length < index) series.values.push(Number.NaN);
      series.values[index] = value;
    }
  });
  return [...found.values()];
}

/** A file may hold anything: each part is looked at. */
function fromTables(tables: unknown): Series[] {
  if (!isObject(tables)) throw malformed('"evaluations" by table and metric');
  return Object.entries(tables).flatMap(([dataset, metrics]) => {
    if (!isObject(metrics)) throw malformed(`metrics by name in evaluations."${dataset}"`);
    return Object.entries(metrics).map(([metric, values]) => {
      if (
        !Array.isArray(values) ||
        !values.every((value) => value === null || typeof value === 'number')
      ) {
        throw malformed(`one number a round in evaluations."${dataset}"."${metric}"`);
      }
      // JSON has null for what is no number.
      return { dataset, metric, values: values.map((value: number | null) => value ?? Number.NaN) };
    });
  });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function malformed(expected: string): CambiumError {
  return new CambiumError('bad-metrics', `the metrics are not as expected: they need ${expected}`, {
    hint: 'cambium train --metrics FILE.json writes them',
  });
}

/** The series of some tables and metrics. @throws CambiumError `missing-metric`, `missing-dataset`, `nothing-to-draw` */
export function choose(
  series: readonly Series[],
  metrics: readonly string[] | undefined,
  datasets: readonly string[] | undefined,
): Series[] {
  refuseUnknown(
    'metric',
    metrics,
    series.map(({ metric }) => metric),
  );
  refuseUnknown(
    'dataset',
    datasets,
    series.map(({ dataset }) => dataset),
  );
  const chosen = series.filter(
    ({ dataset, metric, values }) =>
      values.length > 0 &&
      (metrics?.includes(metric) ?? true) &&
      (datasets?.includes(dataset) ?? true),
  );
  if (chosen.length > 0) return chosen;
  throw new CambiumError('nothing-to-draw', 'the training has measured no metric', {
    hint: 'give it a validation table, or let it measure the training rows',
  });
}

function refuseUnknown(
  kind: 'metric' | 'dataset',
  wanted: readonly string[] | undefined,
  found: readonly string[],
): void {
  const names = [...new Set(found)];
  const unknown = wanted?.find((name) => !names.includes(name));
  if (unknown === undefined || names.length === 0) return;
  throw new CambiumError(`missing-${kind}`, `the training has no ${kind} "${unknown}"`, {
    hint: didYouMean(unknown, names) ?? `it has ${listNames(names)}`,
  });
}
