/** The thread that leads: it opens each stage of a boosting round and works on it together with its siblings. */
import type { Parameters } from '../../parameters/index.js';
import type { Replay } from '../engine/earlier.js';
import { instantiate, type TrainingModule } from '../engine/engine.js';
import { configure, type LeaderPlan, type TrainingPlan } from '../engine/plan.js';
import { addBias, emptyTree, leafCount } from '../engine/tree-bytes.js';
import { changesOf } from '../options/schedule.js';
import { Drops } from './drops.js';
import type { addEarlierTrees } from './earlier-trees.js';
import type { Evaluator, RoundReport } from './evaluation.js';
import { FeatureSampler } from './feature-sampler.js';
import { firstUnfitRow, type GradientFault, UnfitGradient } from './gradient-fault.js';
import { RowSampler } from './row-sampler.js';

/** What the leading thread tells the host. */
export type LeaderMessage =
  | { readonly kind: 'round'; readonly report: RoundReport; readonly trees: readonly Uint8Array[] }
  | { readonly kind: 'gradients'; readonly iteration: number }
  | { readonly kind: 'metrics'; readonly iteration: number };

/** What the leading thread gives in the end. */
export interface LeaderResult {
  readonly rounds: number;
  /** Factors on the outputs of each round's trees as they were reported, where rounds have changed them. */
  readonly treeFactors: readonly number[];
  /** What has ended the rounds before their time. */
  readonly fault?: GradientFault;
}

/**
 * Leads a training to its end.
 * @param tell told of every round, and of what the host is to do
 * @param pause waited for after each round, where the thread has other things to do as well
 */
export async function lead(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  plan: TrainingPlan,
  tell: (message: LeaderMessage) => void,
  pause?: () => Promise<void>,
): Promise<LeaderResult> {
  const engine = instantiate(module, memory);
  configure(engine, plan, 0);
  const evaluator = await openEvaluator(plan, memory);
  const adder = plan.leader.replay && (await import('./earlier-trees.js')).addEarlierTrees;
  const result = await new Leader(engine, memory, plan, tell, evaluator, adder).run(pause);
  // Not after an error: a thread that trapped may hold the engine's lock. The team is disbanded then.
  engine.close();
  return result;
}

/** Undefined where nothing is measured. Loaded when it is needed: a thread's start counts in small trainings. */
async function openEvaluator(
  { leader }: TrainingPlan,
  { buffer }: WebAssembly.Memory,
): Promise<Evaluator | undefined> {
  if (leader.evaluated.length === 0) return undefined;
  const { Evaluator } = await import('./evaluation.js');
  return new Evaluator(leader, buffer);
}

class Leader {
  readonly #engine: TrainingModule;
  readonly #plan: LeaderPlan;
  /** The plan's own, changed from round to round. */
  readonly #parameters: Parameters;
  readonly #tell: (message: LeaderMessage) => void;
  readonly #words: Int32Array;
  readonly #tree: Uint8Array;
  /** Raw scores of the training rows, class by class. */
  readonly #scores: Float64Array;
  /** Gradients and hessians, laid out alike; empty where they are fused. */
  readonly #gradientsOfRows: Float32Array;
  readonly #hessiansOfRows: Float32Array;
  readonly #rowSampler: RowSampler | undefined;
  readonly #featureSampler: FeatureSampler;
  readonly #drops: Drops | undefined;
  readonly #evaluator: Evaluator | undefined;
  /** There where an earlier model's rounds are gone through again. */
  readonly #addEarlierTrees: typeof addEarlierTrees | undefined;
  #gradientBound: number;

  constructor(
    engine: TrainingModule,
    memory: WebAssembly.Memory,
    { variables, leader }: TrainingPlan,
    tell: (message: LeaderMessage) => void,
    evaluator: Evaluator | undefined,
    adder: typeof addEarlierTrees | undefined,
  ) {
    const { buffer } = memory;
    this.#engine = engine;
    // Of its own: they may change from round to round.
    this.#parameters = { ...leader.parameters };
    this.#plan = { ...leader, parameters: this.#parameters };
    this.#tell = tell;
    this.#words = new Int32Array(buffer);
    this.#tree = new Uint8Array(buffer, variables['tree'], engine.treeBytes());
    this.#scores = new Float64Array(buffer, variables['scores'], leader.rows * leader.classes);
    const inMemory = leader.gradientsInMemory ? leader.rows * leader.classes : 0;
    this.#gradientsOfRows = new Float32Array(buffer, variables['gradients'] ?? 0, inMemory);
    this.#hessiansOfRows = new Float32Array(buffer, variables['hessians'] ?? 0, inMemory);
    this.#rowSampler = RowSampler.create(engine, buffer, variables, this.#plan);
    this.#featureSampler = new FeatureSampler(buffer, variables, this.#plan);
    this.#drops =
      leader.parameters.boosting === 'dart' ? new Drops(engine, this.#tree, this.#plan) : undefined;
    this.#evaluator = evaluator;
    this.#addEarlierTrees = adder;
    this.#gradientBound = leader.gradientBound;
  }

  async run(pause: (() => Promise<void>) | undefined): Promise<LeaderResult> {
    const { firstIteration, parameters } = this.#plan;
    this.#engine.openBinning();
    this.#engine.work();
    for (let iteration = 0; iteration < firstIteration; iteration++) {
      const fault = this.#faultless(() => this.#passOver(iteration));
      if (fault !== undefined) return { rounds: 0, treeFactors: [], ...fault };
      if (this.#plan.replay === undefined) continue;
      if (pause !== undefined) await pause();
      if (this.#cancelled()) return { rounds: 0, treeFactors: [] };
    }
    const end = firstIteration + parameters.num_iterations;
    let iteration = firstIteration;
    for (; iteration < end; iteration++) {
      this.#resetParameters(iteration - firstIteration);
      const made = this.#faultless(() => this.#round(iteration));
      if ('fault' in made) return { rounds: iteration - firstIteration, treeFactors: [], ...made };
      const { trees, grown } = made;
      if (this.#plan.customMetrics.length > 0) this.#ask({ kind: 'metrics', iteration });
      const last = !grown || iteration + 1 >= end;
      const report = this.#evaluator?.evaluate(iteration, last) ?? {
        iteration,
        evaluations: [],
        stop: last,
      };
      this.#tell({ kind: 'round', report, trees });
      if (pause !== undefined) await pause();
      if (report.stop || this.#cancelled()) {
        iteration++;
        break;
      }
    }
    return { rounds: iteration - firstIteration, treeFactors: this.#drops?.factors() ?? [] };
  }

  /** What the work gives, or the fault of a gradient that has ended it. */
  #faultless<T>(work: () => T): T | { readonly fault: GradientFault } {
    try {
      return work();
    } catch (error) {
      if (error instanceof UnfitGradient) return { fault: error.fault };
      throw error;
    }
  }

  /** As in LightGBM, where a round with other parameters draws anew what hangs on them. */
  #resetParameters(round: number): void {
    const changes = changesOf(this.#plan.schedule, round, this.#parameters);
    if (changes === undefined) return;
    Object.assign(this.#parameters, changes);
    this.#featureSampler.sample();
    this.#rowSampler?.reset();
    this.#drops?.reset();
  }

  /** Draws what an earlier training drew in a round, so that going on gives what one training would have given. */
  #passOver(iteration: number): void {
    const { learns, replay } = this.#plan;
    if (replay === undefined) this.#rowSampler?.sample(iteration);
    else this.#sampleRows(iteration, true);
    for (const learnsClass of learns) if (learnsClass) this.#featureSampler.sample();
    if (replay !== undefined) this.#addEarlier(replay, iteration);
  }

  /** Adds the trees of a round of the earlier model to the training scores. */
  #addEarlier({ trees, features, holdsStart }: Replay, iteration: number): void {
    const { classes, rows } = this.#plan;
    if (iteration === 0 && holdsStart) this.#scores.fill(0);
    this.#addEarlierTrees?.({
      kind: 'earlier',
      trees: trees.slice(iteration * classes, (iteration + 1) * classes),
      ...{ classes, features, scores: this.#scores, first: 0, end: rows },
    });
  }

  /** Gradients, where they are wanted, and rows of a round's trees. */
  #sampleRows(iteration: number, needsGradients: boolean): void {
    const early = this.#rowSampler?.isBeforeGradients ?? false;
    if (early) this.#rowSampler?.sample(iteration);
    if (needsGradients) this.#gradients(iteration);
    if (!early) this.#rowSampler?.sample(iteration);
  }

  #round(iteration: number): { trees: Uint8Array[]; grown: boolean } {
    const { classes, parameters, gradientsInMemory } = this.#plan;
    const isForest = parameters.boosting === 'rf';
    this.#drops?.choose();
    // A random forest's trees all answer the initial scores.
    const answersScores = !isForest || iteration === this.#plan.firstIteration;
    this.#sampleRows(iteration, gradientsInMemory && answersScores);
    const shrinkage = isForest ? 1 : (this.#drops?.shrinkage() ?? parameters.learning_rate);
    const trees: Uint8Array[] = [];
    let grown = false;
    for (let k = 0; k < classes; k++) {
      const tree = this.#growTree(iteration, k, shrinkage);
      if (leafCount(tree) > 1) grown = true;
      trees.push(tree);
    }
    this.#drops?.normalize(trees, shrinkage);
    return { trees, grown };
  }

  #gradients(iteration: number): void {
    if (this.#plan.customObjective) this.#ask({ kind: 'gradients', iteration });
    this.#engine.openGradientPass(iteration);
    this.#engine.work();
    for (let k = 0; k < this.#plan.classes; k++) {
      if (!Number.isFinite(this.#engine.largestGradient(k))) this.#refuse('gradient', iteration, k);
      if (!Number.isFinite(this.#engine.largestHessian(k))) this.#refuse('hessian', iteration, k);
    }
  }

  #refuse(what: GradientFault['what'], round: number, ofClass: number): never {
    const { rows, firstIteration } = this.#plan;
    const values = what === 'gradient' ? this.#gradientsOfRows : this.#hessiansOfRows;
    const row = firstUnfitRow(values, rows, ofClass);
    const at = ofClass * rows + row;
    const [value, score] = [values[at]!, this.#scores[at]!];
    const isFirst = round === firstIteration;
    throw new UnfitGradient({ what, value, round, row, ofClass, score, isFirst });
  }

  #growTree(iteration: number, ofClass: number, shrinkage: number): Uint8Array {
    const { firstIteration, parameters, initialScores, scoresWithoutSplit } = this.#plan;
    const { learns, rows, datasetCount } = this.#plan;
    const tree = learns[ofClass]
      ? this.#learnTree(iteration, ofClass, shrinkage)
      : emptyTree(this.#tree, parameters.num_leaves, rows);
    const bias = initialScores[ofClass] as number;
    const constant = scoresWithoutSplit[ofClass] as number;
    // As in LightGBM: a first tree that cannot split gives the best constant, though boost_from_average is off.
    if (iteration === firstIteration && constant !== bias && leafCount(tree) === 1) {
      addBias(tree, parameters.num_leaves, constant);
      this.#tree.set(tree);
      this.#engine.openTreeWalk(ofClass, 1, 0, datasetCount);
      this.#engine.work();
      return tree;
    }
    // LightGBM keeps the initial score in the first tree; in a forest, whose trees are averaged, in every one.
    if (iteration === firstIteration || parameters.boosting === 'rf')
      addBias(tree, parameters.num_leaves, bias);
    return tree;
  }

  #learnTree(iteration: number, ofClass: number, shrinkage: number): Uint8Array {
    this.#featureSampler.sample();
    const engine = this.#engine;
    const amplification = this.#rowSampler?.amplification ?? 1;
    engine.openTree(iteration, ofClass, shrinkage, this.#gradientBound, amplification);
    engine.work();
    this.#gradientBound = engine.nextGradientBound();
    return this.#tree.slice();
  }

  #cancelled(): boolean {
    return Atomics.load(this.#words, this.#plan.cancel >>> 2) !== 0;
  }

  /** Has the host do something, and waits until it is done. */
  #ask(message: LeaderMessage): void {
    const word = this.#plan.answer >>> 2;
    const before = Atomics.load(this.#words, word);
    this.#tell(message);
    Atomics.wait(this.#words, word, before);
  }
}
