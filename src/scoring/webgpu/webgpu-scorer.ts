/** The scorer that runs on a GPU: sums of leaves from the kernels, the objective's transform in 64 bits here. */
import { GpuEnsemble, type GpuEnsembleOptions } from '../../../kernels/index.js';
import type { Model } from '../../boosting/model/index.js';
import { CambiumError } from '../../errors.js';
import { checkColumns, numOutputsOf } from '../check-columns.js';
import type { FeatureRows } from '../feature-rows.js';
import { readArguments, type ScoreArguments } from '../score-arguments.js';
import type { FeatureColumn, ScoreKind, Scorer } from '../scorer.js';
import { type Transform, transformOf, transformOptions } from '../transform.js';
import { toCambiumError } from './errors.js';

export interface WebGpuScorerOptions {
  /** False refuses a device that is software on the CPU (error `no-gpu`); true by default. */
  readonly allowSoftware?: boolean;
  /** For tests and benchmarks: representation, smaller limits, timing. */
  readonly kernels?: Omit<GpuEnsembleOptions, 'allowSoftware'>;
}

/** A {@link Scorer} with what only the kernels know. */
export interface WebGpuScorer extends Scorer {
  readonly backend: 'webgpu';
  readonly ensemble: GpuEnsemble;
}

/**
 * Puts a model on the system's GPU. Scores equal the sum in 64-bit floats to about 1e-15 of the
 * largest possible sum, and are the same on every device; contributions are worked out on the CPU. A lost device is reopened by the next call.
 * @throws CambiumError `no-gpu`; `unsupported-model` for linear trees and values that the kernels
 *   cannot hold; `gpu-limit`, `gpu-memory` when the model is too large for the device.
 */
export async function createWebGpuScorer(
  model: Model,
  options: WebGpuScorerOptions = {},
): Promise<WebGpuScorer> {
  const linear = model.trees.findIndex((tree) => tree.linear !== undefined);
  if (linear >= 0) {
    throw new CambiumError(
      'unsupported-model',
      `tree ${linear} is a linear tree: the backend webgpu scores trees with constant leaves`,
      { hint: 'score with the backend wasm', commandHint: '--backend wasm' },
    );
  }
  // Before the device is open: an unknown objective must leave nothing behind.
  const transform = transformOf(transformOptions(model));
  const { trees, numFeatures, numTreePerIteration: numClasses } = model;
  try {
    const ensemble = await GpuEnsemble.create(
      { trees, numFeatures, numClasses },
      { ...options.kernels, allowSoftware: options.allowSoftware },
    );
    const { info } = await ensemble.device();
    return new EnsembleScorer(model, transform, ensemble, info.description);
  } catch (error) {
    throw toCambiumError(error);
  }
}

class EnsembleScorer implements WebGpuScorer {
  readonly backend = 'webgpu';
  readonly description: string;
  readonly ensemble: GpuEnsemble;
  readonly #model: Model;
  readonly #transform: Transform;
  #explainer: Promise<Scorer> | undefined;

  constructor(model: Model, transform: Transform, ensemble: GpuEnsemble, device: string) {
    this.#model = model;
    this.ensemble = ensemble;
    this.description = `WebGPU, ${device}`;
    this.#transform = transform;
  }

  get numFeatures(): number {
    return this.#model.numFeatures;
  }

  numOutputs(kind: ScoreKind): number {
    return numOutputsOf(this.#model, kind);
  }

  score(columns: readonly FeatureColumn[], rows: number, kind?: ScoreKind): Promise<Float64Array>;
  score(data: FeatureRows, kind?: ScoreKind): Promise<Float64Array>;
  async score(...args: ScoreArguments): Promise<Float64Array> {
    const { columns, rows, kind } = await readArguments(this.#model, args);
    checkColumns(this.#model, columns, rows);
    if (kind === 'contributions') return (await this.#explain()).score(columns, rows, kind);
    try {
      if (kind === 'leaf') return await this.ensemble.leaves(columns, rows);
      const scores = await this.ensemble.sums(columns, rows);
      if (kind === 'value') this.#transform?.(scores);
      return scores;
    } catch (error) {
      throw toCambiumError(error);
    }
  }

  async close(): Promise<void> {
    const explainer = this.#explainer;
    this.#explainer = undefined;
    await (await explainer)?.close();
    await this.ensemble.close();
  }

  /** Contributions are worked out on the CPU. */
  #explain(): Promise<Scorer> {
    this.#explainer ??= import('../wasm/index.js').then(({ createWasmScorer }) =>
      createWasmScorer(this.#model, { contributions: true }),
    );
    return this.#explainer;
  }
}
