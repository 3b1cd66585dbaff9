/** Runs objectives and metrics of the user's when the leading thread asks for them. */
import { CambiumError } from '../../errors.js';
import type { EvaluatedSet, TrainingPlan } from './engine/plan.js';
import type { CustomMetric, CustomObjective, RowsView } from './options/options.js';
import type { LeaderMessage } from './rounds/leader.js';

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
      if (message.kind === 'gradients') this.#gradients(message.iteration);
      else this.#measure();
    } finally {
      const words = new Int32Array(this.#buffer);
      const at = this.#plan.leader.answer >>> 2;
      Atomics.add(words, at, 1);
      Atomics.notify(words, at);
    }
  }

  #gradients(iteration: number): void {
    const { classes, rows } = this.#plan.leader;
    // What a function leaves out does not keep the last round's number.
    const floats = (name: string) =>
      new Float32Array(this.#buffer, this.#plan.variables[name], rows * classes).fill(Number.NaN);
    const scores = new Float64Array(this.#buffer, this.#training.scores, rows * classes);
    const [gradients, hessians] = [floats('gradients'), floats('hessians')];
    const given: unknown = this.#objective?.(
      scores,
      this.#view(this.#training),
      gradients,
      hessians,
    );
    if (given instanceof Promise) {
      throw new CambiumError('bad-objective', 'the objective is asynchronous: it must not be', {
        hint: 'fill gradients and hessians before it returns',
      });
    }
    refuseNumbers('gradient', gradients, rows, classes, iteration);
    refuseNumbers('hessian', hessians, rows, classes, iteration);
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

/** @throws CambiumError `bad-objective` that names the first row whose number is none */
function refuseNumbers(
  what: string,
  values: Float32Array,
  rows: number,
  classes: number,
  iteration: number,
): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const ofClass = classes > 1 ? `, class ${Math.floor(at / rows)}` : '';
  const [found, hint] = Number.isNaN(values[at])
    ? [
        'it is not a number, or was not filled in',
        'it fills gradients and hessians, one a row and class: class k of row i at k * rows + i',
      ]
    : [
        `found ${values[at]}, which is any number beyond 3.4e38 in size in 32-bit floats`,
        'bound gradients and hessians, or scale labels down',
      ];
  throw new CambiumError(
    'bad-objective',
    `the objective gave no finite ${what} for row ${(at % rows) + 1}${ofClass} in round ${iteration + 1}: ${found}`,
    { hint },
  );
}
