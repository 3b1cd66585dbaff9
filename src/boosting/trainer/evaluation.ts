/** After each round: the metrics of every evaluated set, and whether training should stop early. */
import { createMetric, type Metric } from '../metrics/index.js';
import type { Evaluation } from './options.js';
import { ObjectiveKind, type TrainingPlan } from './plan.js';

/** What a round came to. */
export interface RoundReport {
  /** From 0. */
  readonly iteration: number;
  readonly evaluations: readonly Evaluation[];
  readonly stop: boolean;
}

/** Evaluates rounds. Its memory of the best round is shared, because any thread may close a round. */
export class Evaluator {
  readonly #plan: TrainingPlan;
  readonly #metrics: readonly Metric[];
  readonly #best: Float64Array;
  readonly #buffer: ArrayBufferLike;
  #values = new Float64Array(0);

  constructor(plan: TrainingPlan, buffer: ArrayBufferLike) {
    this.#plan = plan;
    this.#buffer = buffer;
    this.#metrics = plan.metrics.map((name) => createMetric(name));
    this.#best = new Float64Array(
      buffer,
      plan.evaluation,
      2 * plan.evaluated.length * plan.metrics.length,
    );
  }

  /** Metrics after round `iteration`; `grown` is false when the round's tree has no split. */
  evaluate(iteration: number, grown: boolean): RoundReport {
    const { evaluated, numIterations, earlyStoppingRound } = this.#plan;
    const evaluations: Evaluation[] = [];
    let stop = !grown || iteration + 1 >= numIterations;
    evaluated.forEach((set, index) => {
      const raw = new Float64Array(this.#buffer, set.scores, set.rows);
      const values = this.#predictions(raw);
      const labels = new Float32Array(this.#buffer, set.labels, set.rows);
      this.#metrics.forEach((metric, number) => {
        const { name, higherIsBetter } = metric;
        const value = metric.evaluate(metric.of === 'raw' ? raw : values, labels);
        evaluations.push({ dataset: set.name, metric: name, value, higherIsBetter });
        if (!set.stops || earlyStoppingRound <= 0) return;
        const at = 2 * (index * this.#metrics.length + number);
        const since = iteration - this.#rememberBest(at, metric, value, iteration);
        if (since >= earlyStoppingRound) stop = true;
      });
    });
    return { iteration, evaluations, stop };
  }

  /** The round of the best value so far, this one included. */
  #rememberBest(at: number, metric: Metric, value: number, iteration: number): number {
    const best = this.#best[at] as number;
    const better = metric.higherIsBetter ? value > best : value < best;
    if (iteration === 0 || better) {
      this.#best[at] = value;
      this.#best[at + 1] = iteration;
    }
    return this.#best[at + 1] as number;
  }

  /** The objective's output: raw scores, or probabilities of class 1. */
  #predictions(raw: Float64Array): Float64Array {
    if (this.#plan.objective !== ObjectiveKind.binary) return raw;
    if (this.#values.length < raw.length) this.#values = new Float64Array(raw.length);
    const values = this.#values.subarray(0, raw.length);
    for (let row = 0; row < raw.length; row++) {
      values[row] = 1 / (1 + Math.exp(-this.#plan.sigmoid * (raw[row] as number)));
    }
    return values;
  }
}
