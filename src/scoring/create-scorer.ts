/** Chooses where to score: a real GPU where there is one, else WebAssembly. */
import type { Model } from '../boosting/model/index.js';
import type { ColumnMemory } from '../data/memory.js';
import { CambiumError } from '../errors.js';
import type { Scorer } from './scorer.js';
import { mayHaveVulkanLoader } from './vulkan-loader.js';

/** `auto` takes a GPU that is not software and can hold the model, else `wasm`. */
export type Backend = 'auto' | 'wasm' | 'webgpu';

export const BACKENDS: readonly Backend[] = ['auto', 'wasm', 'webgpu'];

/** Where and with what to score. */
export interface ScorerOptions {
  /** `auto` unless told. */
  readonly backend?: Backend | undefined;
  /** Worker threads of `wasm`; the cores unless told. */
  readonly threads?: number | undefined;
  /** Arena whose columns `wasm` reads in place. */
  readonly memory?: ColumnMemory | undefined;
}

/**
 * Makes a scorer for `model`. Close it when done.
 * @throws CambiumError what the backend asked for throws, e.g. `no-gpu`; `auto` never fails for want of a GPU.
 */
export async function createScorer(model: Model, options: ScorerOptions = {}): Promise<Scorer> {
  const { backend = 'auto', threads, memory } = options;
  if (backend !== 'wasm') {
    const scorer = await webGpuScorer(model, backend);
    if (scorer !== undefined) return scorer;
  }
  const { createWasmScorer } = await import('./wasm/index.js');
  return createWasmScorer(model, {
    ...(threads !== undefined && { threads }),
    ...(memory !== undefined && { memory }),
  });
}

async function webGpuScorer(model: Model, backend: 'auto' | 'webgpu'): Promise<Scorer | undefined> {
  if (!mayHaveVulkanLoader()) {
    if (backend === 'auto') return undefined;
    throw new CambiumError('no-gpu', 'no WebGPU adapter: this machine has no libvulkan.so.1', {
      hint: 'install a GPU driver, or score with the backend wasm',
    });
  }
  // Loaded only here: Dawn takes a while, and the process has to hold it.
  const { createWebGpuScorer } = await import('./webgpu/index.js');
  if (backend === 'webgpu') return createWebGpuScorer(model);
  try {
    return await createWebGpuScorer(model, { allowSoftware: false });
  } catch (error) {
    if (error instanceof CambiumError) return undefined;
    throw error;
  }
}
