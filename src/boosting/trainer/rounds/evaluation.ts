/** After each round: the metrics of every evaluated set, and whether training should stop early. */
import { createMetrics, type Measure, type Metric } from '../../metrics/index.js';
import type { EvaluatedSet, LeaderPlan } from '../engine/plan.js';
import type { Evaluation } from '../options/options.js';
import { EarlyStopping } from './early-stopping.js';
import { classwiseTransform, type Transform } from './predictions.js';

/** What a round came to. */
export interface RoundReport {
  /** From 0. */
  readonly iteration: number;
  readonly evaluations: readonly Evaluation[];
  readonly stop: boolean;
  /** Rounds of this training to keep, where early stopping ends it. */
  readonly best?: number;
}

interface PreparedSet extends EvaluatedSet {
  readonly measures: readonly Measure[];
}

export class Evaluator {
  readonly #plan: LeaderPlan;
  readonly #metrics: readonly Metric[];
  readonly #sets: readonly PreparedSet[];
  readonly #transform: Transform;
  readonly #buffer: ArrayBufferLike;
  readonly #stopping: EarlyStopping;
  #raw: Float64Array = new Float64Array(0);
  #values = new Float64Array(0);

  constructor(plan: LeaderPlan, buffer: ArrayBufferLike) {
    this.#plan = plan;
    this.#buffer = buffer;
    this.#metrics = createMetrics(plan.parameters.metric, plan.parameters);
    this.#sets = plan.evaluated.map((set) => ({ ...set, measures: this.#prepare(set) }));
    this.#transform = classwiseTransform(plan.objectiveText, plan.classes);
    this.#stopping = new EarlyStopping(plan.parameters);
  }

  #prepare(set: EvaluatedSet): Measure[] {
    const rows = {
      labels: new Float32Array(this.#buffer, set.labels, set.rows),
      ...(set.weights > 0 && { weights: new Float32Array(this.#buffer, set.weights, set.rows) }),
      ...(set.queries > 0 && {
        queries: new Uint32Array(this.#buffer, set.queries, set.queryCount + 1),
      }),
    };
    return this.#metrics.map((metric) => metric.prepare(rows));
  }

  /** Metrics after round `iteration`; `last`: no round can follow. */
  evaluate(iteration: number, last: boolean): RoundReport {
    const rounds = iteration + 1 - this.#plan.firstIteration;
    const evaluations: Evaluation[] = [];
    let best: number | undefined;
    const observe = (set: EvaluatedSet, evaluation: Evaluation, first: boolean) => {
      evaluations.push(evaluation);
      if (!set.stops || (this.#plan.parameters.first_metric_only && !first)) return;
      const { metric, value, higherIsBetter } = evaluation;
      best ??= this.#stopping.observe(`${set.name}\n${metric}`, value, higherIsBetter, rounds);
    };
    this.#sets.forEach((set, index) => {
      this.#predict(set, rounds);
      this.#metrics.forEach(({ names, higherIsBetter, of }, number) => {
        const measure = set.measures[number] as Measure;
        const numbers = measure(of === 'raw' ? this.#raw : this.#values);
        names.forEach((metric, at) => {
          const value = numbers[at] as number;
          const first = number === 0 && at === 0;
          observe(set, { dataset: set.name, metric, value, higherIsBetter }, first);
        });
      });
      this.#plan.customMetrics.forEach(({ name, higherIsBetter, values }, number) => {
        const value = new Float64Array(this.#buffer, values, this.#sets.length)[index] as number;
        const first = number === 0 && this.#metrics.length === 0;
        observe(set, { dataset: set.name, metric: name, value, higherIsBetter }, first);
      });
    });
    const stop = last || best !== undefined;
    return { iteration, evaluations, stop, ...(best !== undefined && { best }) };
  }

  /** Raw scores and the objective's output of a set; a forest's scores are averaged. */
  #predict(set: EvaluatedSet, rounds: number): void {
    const { classes, parameters, initialScores } = this.#plan;
    const size = set.rows * classes;
    const scores = new Float64Array(this.#buffer, set.scores, size);
    if (this.#values.length !== size) this.#values = new Float64Array(size);
    this.#raw = scores;
    if (parameters.boosting === 'rf') {
      this.#raw = scores.map((sum, at) => {
        const start = initialScores[Math.floor(at / set.rows)] as number;
        return start + (sum - start) / rounds;
      });
    }
    this.#values.set(this.#raw);
    this.#transform(this.#values);
  }
}
