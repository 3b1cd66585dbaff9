/** Chooses the rows that the next trees are grown on: bagging, by class or by query, and one-side sampling. */
import { Random } from '../../numeric/random.js';
import type { EngineVariables, TrainingModule } from '../engine/engine.js';
import type { LeaderPlan } from '../engine/plan.js';
import { SAMPLE_BLOCK } from '../engine/sizes.js';
import { sampleOneSide, wholeRounds } from './one-side-sampling.js';

/** Whether some rows are left out of trees. */
export function samplesRows(p: LeaderPlan['parameters']): boolean {
  return p.data_sample_strategy === 'goss' || bags(p);
}

function bags(p: LeaderPlan['parameters']): boolean {
  if (p.bagging_freq <= 0) return false;
  return p.bagging_fraction < 1 || p.pos_bagging_fraction < 1 || p.neg_bagging_fraction < 1;
}

/** Whether the leading thread chooses the rows, rather than the engine. */
export function hostSamples(p: LeaderPlan['parameters']): boolean {
  return p.data_sample_strategy === 'goss' || p.bagging_by_query;
}

/** Whether queries are sampled, before gradients: those left out have none. */
export function samplesQueries(p: LeaderPlan['parameters']): boolean {
  return p.bagging_by_query && p.data_sample_strategy !== 'goss' && bags(p);
}

export class RowSampler {
  /** Factor on the gradients of sampled rows that stand for others. */
  amplification = 1;
  readonly #engine: TrainingModule;
  readonly #buffer: ArrayBufferLike;
  readonly #variables: EngineVariables;
  readonly #plan: LeaderPlan;
  readonly #bag: Uint8Array;
  #randoms: readonly Random[];
  /** As LightGBM does it: a forest's gradients are those of all queries. */
  readonly isBeforeGradients: boolean;

  /** Undefined where all rows are used. */
  static create(
    engine: TrainingModule,
    buffer: ArrayBufferLike,
    variables: EngineVariables,
    plan: LeaderPlan,
  ): RowSampler | undefined {
    return samplesRows(plan.parameters)
      ? new RowSampler(engine, buffer, variables, plan)
      : undefined;
  }

  private constructor(
    engine: TrainingModule,
    buffer: ArrayBufferLike,
    variables: EngineVariables,
    plan: LeaderPlan,
  ) {
    this.#engine = engine;
    this.#buffer = buffer;
    this.#variables = variables;
    this.#plan = plan;
    this.#bag = new Uint8Array(buffer, variables['bag'], plan.rows);
    this.isBeforeGradients = samplesQueries(plan.parameters) && plan.parameters.boosting !== 'rf';
    const { bagging_seed } = plan.parameters;
    this.#randoms = hostSamples(plan.parameters) ? this.#seeded() : [];
    if (this.#randoms.length > 0) return;
    const states = new Int32Array(buffer, variables['bagStates'], this.#blocks());
    for (let block = 0; block < states.length; block++) states[block] = bagging_seed + block;
  }

  #blocks(): number {
    const { parameters, queryCount, rows } = this.#plan;
    return Math.ceil((parameters.bagging_by_query ? queryCount : rows) / SAMPLE_BLOCK);
  }

  #seeded(): Random[] {
    const { bagging_seed } = this.#plan.parameters;
    return Array.from({ length: this.#blocks() }, (_, block) => new Random(bagging_seed + block));
  }

  /** As LightGBM does when parameters change: one-side sampling draws anew, bagging goes on. */
  reset(): void {
    if (this.#plan.parameters.data_sample_strategy === 'goss') this.#randoms = this.#seeded();
  }

  /** Chooses the rows of round `iteration`. */
  sample(iteration: number): void {
    const p = this.#plan.parameters;
    if (iteration > 0 && this.#variables['queryRounds']) this.#countRounds();
    if (p.data_sample_strategy === 'goss') this.#sampleOneSide(iteration);
    else if (iteration % p.bagging_freq !== 0) return;
    else if (p.bagging_by_query) this.#sampleQueries();
    this.#engine.openSamplePass();
    this.#engine.work();
  }

  #sampleOneSide(iteration: number): void {
    const { parameters, rows, classes } = this.#plan;
    if (iteration < wholeRounds(parameters.learning_rate)) {
      this.#bag.fill(1);
      this.amplification = 1;
      return;
    }
    const floats = (name: string) =>
      new Float32Array(this.#buffer, this.#variables[name], rows * classes);
    this.amplification = sampleOneSide(
      this.#bag,
      floats('gradients'),
      floats('hessians'),
      classes,
      parameters.top_rate,
      parameters.other_rate,
      this.#randoms,
    );
  }

  /** Counts, for each query, the round before as one that it was in the bag of. */
  #countRounds(): void {
    const { queryCount } = this.#plan;
    const counts = new Uint32Array(this.#buffer, this.#variables['queryRounds'], queryCount);
    const first = this.#queries();
    for (let query = 0; query < queryCount; query++) {
      if (first[query]! < first[query + 1]!) counts[query]! += this.#bag[first[query]!]!;
    }
  }

  #queries(): Uint32Array {
    return new Uint32Array(this.#buffer, this.#plan.queries, this.#plan.queryCount + 1);
  }

  #sampleQueries(): void {
    const { queryCount, parameters } = this.#plan;
    const first = this.#queries();
    for (let query = 0; query < queryCount; query++) {
      const random = this.#randoms[Math.floor(query / SAMPLE_BLOCK)] as Random;
      const chosen = random.nextFloat() < parameters.bagging_fraction ? 1 : 0;
      this.#bag.fill(chosen, first[query], first[query + 1]);
    }
  }
}
