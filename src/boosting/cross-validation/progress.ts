/** Brings the rounds of all folds together: means, deviations, and when to stop. */
import type { Parameters } from '../parameters/index.js';
import type { Evaluation } from '../trainer/index.js';
import { EarlyStopping } from '../trainer/rounds/early-stopping.js';
import type { CrossValidatedMetric, MeanEvaluation } from './options.js';

interface FoldRounds {
  readonly evaluations: (readonly Evaluation[])[];
  ended: boolean;
}

/** Rounds that all folds have done. */
export class FoldsProgress {
  /** Of each such round. */
  readonly rounds: (readonly MeanEvaluation[])[] = [];
  /** Rounds to keep, once early stopping has found them. */
  best: number | undefined;
  readonly #folds: readonly FoldRounds[];
  readonly #stopping: EarlyStopping;
  readonly #firstMetricOnly: boolean;
  readonly #onRound: (evaluations: readonly MeanEvaluation[], round: number) => void;

  constructor(
    folds: number,
    parameters: Parameters,
    onRound: (evaluations: readonly MeanEvaluation[], round: number) => void,
  ) {
    this.#folds = Array.from({ length: folds }, () => ({ evaluations: [], ended: false }));
    this.#stopping = new EarlyStopping(parameters);
    this.#firstMetricOnly = parameters.first_metric_only;
    this.#onRound = onRound;
  }

  /** One more round of a fold. */
  add(fold: number, evaluations: readonly Evaluation[]): void {
    this.#folds[fold]?.evaluations.push(evaluations);
    this.#advance();
  }

  /** A fold has no more rounds: its trees would have no splits, and its metrics stay. */
  end(fold: number): void {
    (this.#folds[fold] as FoldRounds).ended = true;
    this.#advance();
  }

  #advance(): void {
    for (;;) {
      const round = this.rounds.length;
      const isThere = this.#folds.some(({ evaluations }) => evaluations.length > round);
      const all = this.#folds.every(
        ({ evaluations, ended }) => evaluations.length > round || (ended && evaluations.length > 0),
      );
      if (!isThere || !all || this.best !== undefined) return;
      const evaluations = average(
        this.#folds.map(
          (fold) => (fold.evaluations[round] ?? fold.evaluations.at(-1)) as readonly Evaluation[],
        ),
      );
      this.rounds.push(evaluations);
      this.#observe(evaluations, round + 1);
      this.#onRound(evaluations, round + 1);
    }
  }

  #observe(evaluations: readonly MeanEvaluation[], rounds: number): void {
    const measured = evaluations.filter(({ dataset }) => dataset === 'valid');
    for (const { metric, mean, higherIsBetter } of this.#firstMetricOnly
      ? measured.slice(0, 1)
      : measured) {
      this.best ??= this.#stopping.observe(metric, mean, higherIsBetter, rounds);
    }
  }

  /** The means of the first `rounds` rounds, by metric. */
  metrics(rounds: number): CrossValidatedMetric[] {
    const kept = this.rounds.slice(0, rounds);
    return (kept[0] ?? []).map(({ dataset, metric, higherIsBetter }, at) => ({
      dataset,
      metric,
      higherIsBetter,
      mean: kept.map((round) => (round[at] as MeanEvaluation).mean),
      standardDeviation: kept.map((round) => (round[at] as MeanEvaluation).standardDeviation),
    }));
  }
}

function average(folds: readonly (readonly Evaluation[])[]): MeanEvaluation[] {
  return (folds[0] as readonly Evaluation[]).map(({ dataset, metric, higherIsBetter }, at) => {
    const values = folds.map((evaluations) => (evaluations[at] as Evaluation).value);
    const mean = sum(values) / values.length;
    const variance = sum(values.map((value) => (value - mean) ** 2)) / values.length;
    return {
      dataset: dataset as MeanEvaluation['dataset'],
      metric,
      higherIsBetter,
      mean,
      standardDeviation: Math.sqrt(variance),
    };
  });
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
