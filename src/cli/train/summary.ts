/** What a training came to: the last lines on the terminal, and the file of metrics. */
import type { Evaluation, TrainResult } from '../../boosting/index.js';
import { counted, formatCount } from '../../runtime/index.js';
import { metricText } from './progress.js';

export interface TrainingSummary {
  readonly data: string;
  readonly label: string;
  readonly output: string;
  readonly rows: number;
  readonly features: number;
  /** Rounds that were wanted, and LightGBM's `early_stopping_round`. */
  readonly iterations: number;
  readonly patience: number;
  readonly secondsReading: number;
  readonly result: TrainResult;
}

const MOST_FEATURES = 5;

/** The evaluation whose best round ended training early, or undefined. */
function stoppingMetric({ result, patience }: TrainingSummary): Evaluation | undefined {
  const { evaluations, bestIteration } = result;
  if (patience <= 0 || evaluations.length - bestIteration < patience) return undefined;
  return evaluations[bestIteration - 1]?.find(({ dataset, higherIsBetter, value }, index) => {
    if (dataset === 'training') return false;
    const later = evaluations.slice(bestIteration).map((round) => round[index]?.value as number);
    return !later.some((other) => (higherIsBetter ? other > value : other < value));
  });
}

/** Lines for people. */
export function summaryLines(summary: TrainingSummary): string[] {
  const { result, rows, features, data, secondsReading, iterations, patience, output } = summary;
  const { bestIteration, evaluations, cancelled, seconds, threads, model } = result;
  const lines = [
    `read ${counted(rows, 'row')} and ${counted(features, 'feature')} from ${data} in ${secondsReading.toFixed(2)} s`,
    `cut into bins in ${seconds.binning.toFixed(2)} s, trained ${rounds(evaluations.length)} in ${seconds.training.toFixed(2)} s on ${counted(threads, 'thread')}`,
  ];
  const stopping = stoppingMetric(summary);
  if (cancelled) {
    lines.push(`interrupted: ${formatCount(bestIteration)} of ${rounds(iterations)} are kept`);
  } else if (stopping !== undefined) {
    lines.push(
      `stopped early after ${rounds(evaluations.length)}: ${stopping.metric} of ${stopping.dataset} has not improved for ${patience}; the best round is ${bestIteration}`,
    );
  }
  const last = evaluations[bestIteration - 1] ?? [];
  if (last.length > 0) lines.push(`metrics: ${metricText(last)}`);
  const important = importantFeatures(model);
  if (important !== '') lines.push(`features by gain: ${important}`);
  lines.push(`wrote ${output}: ${rounds(bestIteration)}`);
  return lines;
}

const rounds = (count: number): string => counted(count, 'round');

function importantFeatures(model: TrainResult['model']): string {
  const gains = model.featureImportance('gain');
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  if (!(total > 0)) return '';
  return model.featureNames
    .map((name, index) => ({ name, share: (gains[index] as number) / total }))
    .filter(({ share }) => share >= 0.0005)
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST_FEATURES)
    .map(({ name, share }) => `${name} ${(100 * share).toFixed(1)}%`)
    .join(', ');
}

/** The same for programs; `evaluations` by table and metric, one number a round. */
export function summaryJson(summary: TrainingSummary): object {
  const { result, data, label, output, rows, features, iterations, secondsReading } = summary;
  const { evaluations, bestIteration, cancelled, threads, seconds } = result;
  const byTable: Record<string, Record<string, number[]>> = {};
  for (const round of evaluations) {
    for (const { dataset, metric, value } of round) {
      byTable[dataset] ??= {};
      const metrics = byTable[dataset] as Record<string, number[]>;
      metrics[metric] ??= [];
      metrics[metric]?.push(value);
    }
  }
  return {
    model: output,
    data,
    label,
    rows,
    features,
    iterations: evaluations.length,
    iterationsWanted: iterations,
    bestIteration,
    stoppedEarly: stoppingMetric(summary) !== undefined,
    interrupted: cancelled,
    threads,
    seconds: { reading: secondsReading, ...seconds },
    evaluations: byTable,
  };
}
