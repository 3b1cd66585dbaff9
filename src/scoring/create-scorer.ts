/** Chooses where to score: a real GPU where there is one, else WebAssembly. */
import type { Model } from '../boosting/model/index.js';
import type { ColumnMemory } from '../data/memory.js';
import { CambiumError, didYouMean } from '../errors.js';
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
 * @throws CambiumError `invalid-option`; what the backend asked for throws, e.g. `no-gpu`; `auto` never fails for want of a GPU.
 */
export async function createScorer(model: Model, options: ScorerOptions = {}): Promise<Scorer> {
  const { backend = 'auto', threads, memory } = options;
  checkOptions(backend, threads);
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

function checkOptions(backend: Backend, threads: number | undefined): void {
  if (!BACKENDS.includes(backend)) {
    throw new CambiumError('invalid-option', `there is no backend "${backend}"`, {
      hint: didYouMean(String(backend), BACKENDS) ?? `one of ${BACKENDS.join(', ')}`,
    });
  }
  if (threads === undefined || (Number.isInteger(threads) && threads >= 0 && threads <= 1024))
    return;
  throw new CambiumError(
    'invalid-option',
    `threads must be a whole number, 0 to 1024, not ${threads}`,
  );
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
