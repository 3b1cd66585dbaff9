/** Dropouts meet boosting: trees are left out while the next one is grown (Rashmi and Gilad-Bachrach, DART, 2015). */
import { Random } from '../../numeric/random.js';
import type { TrainingModule } from '../engine/engine.js';
import type { LeaderPlan } from '../engine/plan.js';

/** Which trees are dropped in each round, and what the trees weigh by then; draws as LightGBM's `dart.hpp`. */
export class Drops {
  readonly #engine: TrainingModule;
  /** Where the engine reads the tree that it walks. */
  readonly #place: Uint8Array;
  readonly #plan: LeaderPlan;
  #random: Random;
  /** Trees of each round as they were grown, and the factor on their outputs now. */
  readonly #rounds: (readonly Uint8Array[])[] = [];
  readonly #factors: number[] = [];
  readonly #weights: number[] = [];
  #sumOfWeights = 0;
  #dropped: readonly number[] = [];

  constructor(engine: TrainingModule, place: Uint8Array, plan: LeaderPlan) {
    this.#engine = engine;
    this.#place = place;
    this.#plan = plan;
    this.#random = new Random(plan.parameters.drop_seed);
  }

  /** Draws and weighs anew, as LightGBM does when parameters change: rounds before keep their weights, but not in the sum. */
  reset(): void {
    this.#random = new Random(this.#plan.parameters.drop_seed);
    this.#sumOfWeights = 0;
  }

  /** Chooses trees, and takes them out of the training scores. */
  choose(): void {
    this.#dropped = this.#draw();
    for (const round of this.#dropped) this.#add(round, -(this.#factors[round] as number), 0, 1);
  }

  #draw(): number[] {
    const { drop_rate, max_drop, skip_drop, uniform_drop } = this.#plan.parameters;
    if (this.#random.nextFloat() < skip_drop) return [];
    const rounds = this.#rounds.length;
    const dropped: number[] = [];
    const inverseAverage = this.#weights.length / this.#sumOfWeights;
    let rate = drop_rate;
    if (max_drop > 0) {
      const limit = uniform_drop
        ? max_drop / rounds
        : (max_drop * inverseAverage) / this.#sumOfWeights;
      rate = Math.min(rate, limit);
    }
    for (let round = 0; round < rounds; round++) {
      const chance = uniform_drop ? rate : rate * (this.#weights[round] as number) * inverseAverage;
      if (this.#random.nextFloat() >= chance) continue;
      dropped.push(round);
      if (max_drop > 0 && dropped.length >= max_drop) break;
    }
    return dropped;
  }

  /** Factor on the next trees' outputs. */
  shrinkage(): number {
    const { learning_rate, xgboost_dart_mode } = this.#plan.parameters;
    const k = this.#dropped.length;
    if (!xgboost_dart_mode) return learning_rate / (1 + k);
    return k === 0 ? learning_rate : learning_rate / (learning_rate + k);
  }

  /** Puts the dropped trees back with less weight, to make room for the new ones. */
  normalize(trees: readonly Uint8Array[], shrinkage: number): void {
    const { learning_rate, xgboost_dart_mode } = this.#plan.parameters;
    const k = this.#dropped.length;
    const room = xgboost_dart_mode ? learning_rate : 1;
    const kept = k / (k + room);
    for (const round of this.#dropped) {
      const before = this.#factors[round] as number;
      const after = before * kept;
      this.#add(round, after - before, 1, this.#plan.datasetCount);
      this.#add(round, after, 0, 1);
      this.#factors[round] = after;
      const weight = this.#weights[round] as number;
      this.#sumOfWeights -= weight / (k + room);
      this.#weights[round] = weight * kept;
    }
    this.#rounds.push(trees);
    this.#factors.push(1);
    this.#weights.push(shrinkage);
    this.#sumOfWeights += shrinkage;
  }

  /** Adds the trees of a round, times a factor, to the scores of some datasets. */
  #add(round: number, factor: number, firstDataset: number, endDataset: number): void {
    if (factor === 0 || firstDataset >= endDataset) return;
    for (const [ofClass, tree] of (this.#rounds[round] as readonly Uint8Array[]).entries()) {
      this.#place.set(tree);
      this.#engine.openTreeWalk(ofClass, factor, firstDataset, endDataset);
      this.#engine.work();
    }
  }

  /** The factor on the outputs of each round's trees. */
  factors(): readonly number[] {
    return this.#factors;
  }
}
