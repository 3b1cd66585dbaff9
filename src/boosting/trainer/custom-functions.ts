/** Runs objectives and metrics of the user's when the leading thread asks for them. */
import { CambiumError } from '../../errors.js';
import type { LeaderMessage } from './leader.js';
import type { CustomMetric, CustomObjective, RowsView } from './options.js';
import type { EvaluatedSet, TrainingPlan } from './plan.js';

export class CustomFunctions {
  readonly #buffer: ArrayBufferLike;
  readonly #plan: TrainingPlan;
  readonly #training: EvaluatedSet;
  readonly #objective: CustomObjective | undefined;
  readonly #metrics: readonly CustomMetric[];

  /** @param training where the training rows lie */
  constructor(
    buffer: ArrayBufferLike,
    plan: TrainingPlan,
    training: EvaluatedSet,
    objective: CustomObjective | undefined,
    metrics: readonly CustomMetric[],
  ) {
    this.#buffer = buffer;
    this.#plan = plan;
    this.#training = training;
    this.#objective = objective;
    this.#metrics = metrics;
  }

  /** Does what is asked, and lets the leading thread go on, also when a function throws. */
  answer(message: LeaderMessage): void {
    if (message.kind === 'round') return;
    try {
      if (message.kind === 'gradients') this.#gradients();
      else this.#measure();
    } finally {
      const words = new Int32Array(this.#buffer);
      const at = this.#plan.leader.answer >>> 2;
      Atomics.add(words, at, 1);
      Atomics.notify(words, at);
    }
  }

  #gradients(): void {
    const { classes, rows } = this.#plan.leader;
    const floats = (name: string) =>
      new Float32Array(this.#buffer, this.#plan.variables[name], rows * classes);
    const scores = new Float64Array(this.#buffer, this.#training.scores, rows * classes);
    this.#objective?.(scores, this.#view(this.#training), floats('gradients'), floats('hessians'));
  }

  #measure(): void {
    const { evaluated, customMetrics, classes } = this.#plan.leader;
    this.#metrics.forEach((metric, number) => {
      const place = customMetrics[number]?.values as number;
      const values = new Float64Array(this.#buffer, place, evaluated.length);
      evaluated.forEach((set, index) => {
        const scores = new Float64Array(this.#buffer, set.scores, set.rows * classes);
        const value = metric.evaluate(scores, this.#view(set));
        if (typeof value !== 'number' || Number.isNaN(value)) {
          throw new CambiumError(
            'bad-metric',
            `metric "${metric.name}" gave ${value} for "${set.name}": expected a number`,
          );
        }
        values[index] = value;
      });
    });
  }

  #view({ name, rows, labels, weights, queries, queryCount }: EvaluatedSet): RowsView {
    return {
      name,
      rows,
      labels: new Float32Array(this.#buffer, labels, rows),
      ...(weights > 0 && { weights: new Float32Array(this.#buffer, weights, rows) }),
      ...(queries > 0 && { queries: new Uint32Array(this.#buffer, queries, queryCount + 1) }),
    };
  }
}
