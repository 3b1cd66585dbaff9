/** Scores on the CPU: small inputs on the caller's thread, large ones in worker threads over one shared memory. */

import { availableParallelism } from 'node:os';
import type { Model } from '../../boosting/model/index.js';
import { ColumnMemory } from '../../data/memory.js';
import { SerialQueue } from '../../runtime/serial-queue.js';
import { checkColumns, numOutputsOf } from '../check-columns.js';
import { checkEarlyStop, type EarlyStop, type StopRule } from '../early-stop.js';
import type { FeatureRows } from '../feature-rows.js';
import { readArguments, type ScoreArguments } from '../score-arguments.js';
import type { FeatureColumn, ScoreKind, Scorer } from '../scorer.js';
import { type Transform, transformOf, transformOptions } from '../transform.js';
import { Area } from './areas.js';
import { instantiateScoring, type ScoringExports, scoringModule } from './module.js';
import { type Plan, writePlan } from './plan.js';
import { ScoringThreads } from './threads.js';
import { BLOCK_ROWS, blockRows, scoreRows, type Work } from './work.js';

/** Row·trees that are scored on the caller's thread: about a millisecond, less than threads would save. */
const INLINE_ROW_TREES = 100_000;
/** A contribution takes about as long as so many scores. */
const EXPLAINED_SCORES = 100;
const INLINE_ROWS = 1024;
const CHUNK_ROWS = 32 * BLOCK_ROWS;
const STAGING_BYTES = 64 * 2 ** 20;
const OUT_BYTES = 16 * 2 ** 20;
/** A chunk of rows with very many numbers each is made of fewer rows. */
const MOST_OUT_BYTES = 512 * 2 ** 20;

export interface WasmScorerOptions {
  /** Worker threads, started when first needed; 0 scores everything on the caller's thread. Default: the cores. */
  readonly threads?: number;
  /**
   * The arena to work in, whose columns are then read in place. What the scorer reserves there must not be
   * released before it is closed. Default: an arena of its own.
   */
  readonly memory?: ColumnMemory;
  /** Rows whose score is clear skip trees. */
  readonly earlyStop?: EarlyStop | undefined;
  /**
   * Lays out what contributions need at once, in the same memory. Otherwise the first call for contributions makes
   * a scorer of its own for them.
   */
  readonly contributions?: boolean;
}

/**
 * Lays `model` out for WebAssembly.
 * @throws CambiumError `unsupported-kind` when `contributions` are asked of a model that cannot give them;
 *   `invalid-option` for an early stop that the model has no use for.
 */
export async function createWasmScorer(
  model: Model,
  options: WasmScorerOptions = {},
): Promise<WasmScorer> {
  return new WasmScorer(model, await scoringModule(), options);
}

/** The scorer on the CPU; make one with {@link createWasmScorer}. */
export class WasmScorer implements Scorer {
  readonly backend = 'wasm' as const;
  readonly numFeatures: number;
  readonly threads: number;
  /** Columns that lie here are scored without a copy. */
  readonly memory: ColumnMemory;
  readonly #model: Model;
  readonly #module: WebAssembly.Module;
  readonly #exports: ScoringExports;
  readonly #plan: Plan;
  readonly #transform: Transform;
  readonly #inline: Area;
  readonly #chunk: Area;
  readonly #counter: Int32Array;
  readonly #scratches: number[];
  readonly #rowValues: Float64Array;
  readonly #rowSums: Float64Array;
  readonly #earlyStop: StopRule | undefined;
  readonly #team: ScoringThreads;
  /** Gives contributions where this scorer was not laid out for them. */
  #explainer: WasmScorer | undefined;
  /** Large inputs take turns: they share the chunk's area. */
  readonly #queue = new SerialQueue();

  constructor(model: Model, module: WebAssembly.Module, options: WasmScorerOptions) {
    this.#model = model;
    this.#module = module;
    this.numFeatures = model.numFeatures;
    this.threads = options.threads ?? availableParallelism();
    this.memory = options.memory ?? new ColumnMemory();
    this.#exports = instantiateScoring(module, this.memory.memory);
    this.#transform = transformOf(transformOptions(model));
    this.#earlyStop = options.earlyStop && checkEarlyStop(model, options.earlyStop);
    const contributions = options.contributions === true;
    this.#plan = writePlan(model, this.memory, this.#exports.tileRows(), contributions);
    if (contributions) this.#exports.fillContributionTables(this.#plan.address);
    const perTile =
      this.#exports.scratchBytes(this.#plan.columns, model.numTreePerIteration) +
      (this.#plan.contributions?.scratchBytes ?? 0);
    this.#scratches = Array.from({ length: this.threads + 1 }, () =>
      this.memory.allocate(perTile, 128),
    );
    const counter = this.memory.allocate(128, 128);
    const numbers = contributions ? numOutputsOf(model, 'contributions') : 1;
    const rowBytes = 8 * Math.max(1, model.trees.length, model.numTreePerIteration, numbers);
    const features = Math.max(1, this.numFeatures);
    const outBytes = (rows: number) =>
      Math.max(rowBytes, Math.min(rows * rowBytes, MOST_OUT_BYTES));
    this.#inline = new Area(this.memory, features, INLINE_ROWS, outBytes(INLINE_ROWS));
    const blocks = Math.floor(Math.min(CHUNK_ROWS, STAGING_BYTES / (8 * features)) / BLOCK_ROWS);
    const chunkRows = Math.max(1, blocks) * BLOCK_ROWS;
    this.#chunk = new Area(
      this.memory,
      features,
      chunkRows,
      Math.max(OUT_BYTES, outBytes(BLOCK_ROWS)),
    );
    this.#team = new ScoringThreads(this.threads, {
      module,
      memory: this.memory.memory,
      transform: transformOptions(model),
    });
    // Views are made last: until here the memory may have grown.
    const { buffer } = this.memory.memory;
    this.#counter = new Int32Array(buffer, counter, 1);
    const row = this.#plan.row;
    this.#rowValues = new Float64Array(buffer, row?.values ?? 0, row ? this.numFeatures : 0);
    this.#rowSums = new Float64Array(buffer, row?.sums ?? 0, row ? model.numTreePerIteration : 0);
  }

  get description(): string {
    if (this.threads === 0) return 'WASM';
    return `WASM, ${this.threads} ${this.threads === 1 ? 'thread' : 'threads'}`;
  }

  /** Worker threads that have been started; of {@link threads} no more than were worth it so far. */
  get runningThreads(): number {
    return this.#team.running + (this.#explainer?.runningThreads ?? 0);
  }

  numOutputs(kind: ScoreKind): number {
    return numOutputsOf(this.#model, kind);
  }

  score(columns: readonly FeatureColumn[], rows: number, kind?: ScoreKind): Promise<Float64Array>;
  score(data: FeatureRows, kind?: ScoreKind): Promise<Float64Array>;
  async score(...args: ScoreArguments): Promise<Float64Array> {
    const read = readArguments(this.#model, args);
    const { columns, rows, kind } = read instanceof Promise ? await read : read;
    checkColumns(this.#model, columns, rows);
    if (kind === 'contributions' && this.#plan.contributions === undefined) {
      return this.#explain().score(columns, rows, kind);
    }
    if (rows <= this.#inlineRows(kind)) return this.#scoreInline(columns, rows, kind);
    const answers = new Float64Array(rows * this.numOutputs(kind));
    await this.#queue.run(() => this.#scoreChunks(columns, rows, kind, answers));
    return answers;
  }

  /** {@link score} on the caller's thread, at once: for micro-batches. */
  scoreSync(
    columns: readonly FeatureColumn[],
    rows: number,
    kind: ScoreKind = 'value',
  ): Float64Array {
    checkColumns(this.#model, columns, rows);
    if (kind === 'contributions' && this.#plan.contributions === undefined) {
      return this.#explain().scoreSync(columns, rows, kind);
    }
    return this.#scoreInline(columns, rows, kind);
  }

  /**
   * Scores one row with the least latency; allocates nothing.
   * @param row the features' values, in the model's order, NaN where missing.
   * @param out of length `numOutputs(kind)`: where the row's numbers go.
   */
  scoreRowSync(row: Float64Array, out: Float64Array, kind: 'value' | 'raw' = 'value'): void {
    const plan = this.#plan.row;
    if (plan === undefined || this.#earlyStop !== undefined) {
      this.#scoreRowByTables(row, out, kind);
      return;
    }
    const values = this.#rowValues;
    for (let i = 0; i < values.length; i++) values[i] = row[i] as number;
    this.#exports.scoreRow(plan.address);
    const sums = this.#rowSums;
    for (let k = 0; k < sums.length; k++) out[k] = sums[k] as number;
    if (kind === 'value') this.#transform?.(out);
  }

  prepare(rows: number, kind: ScoreKind = 'value'): void {
    if (kind === 'contributions' && this.#plan.contributions === undefined) {
      this.#explain().prepare(rows, kind);
    } else this.#team.prepare(rows * this.#rowTrees(kind));
  }

  async close(): Promise<void> {
    await this.#queue.settled();
    await this.#team.close();
    await this.#explainer?.close();
  }

  /** A scorer in a memory of its own: what is reserved late in the caller's might be released too early. */
  #explain(): WasmScorer {
    this.#explainer ??= new WasmScorer(this.#model, this.#module, {
      threads: this.threads,
      contributions: true,
    });
    return this.#explainer;
  }

  /** What a row of a kind costs, in trees that are scored. */
  #rowTrees(kind: ScoreKind): number {
    return this.#model.trees.length * (kind === 'contributions' ? EXPLAINED_SCORES : 1);
  }

  #inlineRows(kind: ScoreKind): number {
    return Math.min(INLINE_ROWS, INLINE_ROW_TREES / Math.max(1, this.#rowTrees(kind)));
  }

  #scoreRowByTables(row: Float64Array, out: Float64Array, kind: ScoreKind): void {
    const columns = Array.from({ length: this.numFeatures }, (_, i) => row.subarray(i, i + 1));
    out.set(this.#scoreInline(columns, 1, kind));
  }

  #work(area: Area, rows: number, kind: ScoreKind, scratch: number): Work {
    return {
      plan: this.#plan.address,
      sources: area.sources,
      rows,
      kind,
      outputs: this.numOutputs(kind),
      out: area.out,
      counter: this.#counter.byteOffset,
      scratch: this.#scratches[scratch]!,
      earlyStop: this.#earlyStop,
    };
  }

  #scoreInline(columns: readonly FeatureColumn[], rows: number, kind: ScoreKind): Float64Array {
    const outputs = this.numOutputs(kind);
    const answers = new Float64Array(rows * outputs);
    const chunk = this.#inline.rowsFor(outputs);
    for (let start = 0; start < rows; start += chunk) {
      const count = Math.min(chunk, rows - start);
      this.#inline.load(columns, start, count);
      const work = this.#work(this.#inline, count, kind, this.threads);
      scoreRows(this.#exports, this.memory.memory, work, 0, count, this.#transform);
      answers.set(this.#inline.answers(count * outputs), start * outputs);
    }
    return answers;
  }

  async #scoreChunks(
    columns: readonly FeatureColumn[],
    rows: number,
    kind: ScoreKind,
    answers: Float64Array,
  ): Promise<void> {
    const outputs = this.numOutputs(kind);
    const area = this.#chunk;
    const chunk = area.rowsFor(outputs);
    this.#team.add(rows * this.#rowTrees(kind));
    const wanted = this.#team.worth;
    const pool = wanted > 0 ? await this.#team.pool() : undefined;
    for (let start = 0; start < rows; start += chunk) {
      const count = Math.min(chunk, rows - start);
      area.load(columns, start, count);
      if (pool === undefined) await this.#scoreHere(area, count, kind);
      else {
        Atomics.store(this.#counter, 0, 0);
        const threads = Math.min(wanted, Math.ceil(count / blockRows(kind)));
        await Promise.all(
          Array.from({ length: threads }, (_, i) => pool.run(this.#work(area, count, kind, i))),
        );
      }
      answers.set(area.answers(count * outputs), start * outputs);
    }
  }

  /** Scores a chunk on the caller's thread, a block at a time: others get their turn in between. */
  async #scoreHere(area: Area, rows: number, kind: ScoreKind): Promise<void> {
    const work = this.#work(area, rows, kind, this.threads);
    const { memory } = this.memory;
    const block = blockRows(kind);
    for (let start = 0; start < rows; start += block) {
      const count = Math.min(block, rows - start);
      scoreRows(this.#exports, memory, work, start, count, this.#transform);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
