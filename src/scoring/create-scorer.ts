/** Chooses where to score: a real GPU where there is one, else WebAssembly. */
import { checkModel, type Model } from '../boosting/model/index.js';
import type { ColumnMemory } from '../data/memory.js';
import { CambiumError, checkKinds, checkNames, didYouMean } from '../errors.js';
import { checkEarlyStop, type EarlyStop } from './early-stop.js';
import type { Scorer } from './scorer.js';
import { mayHaveVulkanLoader } from './vulkan-loader.js';

/** `auto` takes a GPU that is not software and can hold the model, else `wasm`. */
export type Backend = 'auto' | 'wasm' | 'webgpu';

const BACKENDS: readonly Backend[] = ['auto', 'wasm', 'webgpu'];

/** Where and with what to score. */
export interface ScorerOptions {
  /** Default: `auto`. */
  readonly backend?: Backend | undefined;
  /** Worker threads of `wasm`; default: the cores. */
  readonly threads?: number | undefined;
  /** Arena whose columns `wasm` reads in place. */
  readonly memory?: ColumnMemory | undefined;
  /** Has `wasm` lay out what contributions need at once, in `memory`; without, their first call does. */
  readonly contributions?: boolean | undefined;
  /** The first boosting round that scores take, from 0; default: 0. */
  readonly startIteration?: number | undefined;
  /** The rounds that scores take; all from the first on unless told, and when it is 0 or below. */
  readonly numIteration?: number | undefined;
  /** Rows whose score is clear skip the other rounds, on the CPU; see {@link EarlyStop}. Off unless told. */
  readonly earlyStop?: EarlyStop | undefined;
}

/**
 * Makes a scorer for `model`. Close it when done.
 * @throws CambiumError `invalid-option`; what the backend asked for throws, e.g. `no-gpu`; `auto` never fails for want of a GPU.
 */
export async function createScorer(model: Model, options: ScorerOptions = {}): Promise<Scorer> {
  checkNames('option of createScorer', options, {
    backend: true,
    threads: true,
    memory: true,
    contributions: true,
    startIteration: true,
    numIteration: true,
    earlyStop: true,
  });
  checkKinds(options, { contributions: 'true or false' });
  checkModel(model);
  const { backend = 'auto', threads, memory, startIteration, numIteration, earlyStop } = options;
  const { contributions } = options;
  checkOptions(backend, threads);
  checkWhole('startIteration', startIteration);
  checkWhole('numIteration', numIteration);
  const part = model.slice(startIteration, numIteration);
  if (earlyStop !== undefined) {
    checkNames('option of earlyStop', earlyStop, { freq: true, margin: true });
    checkEarlyStop(part, earlyStop);
    if (backend === 'webgpu') {
      throw new CambiumError('invalid-option', 'the backend webgpu has no prediction early stop', {
        hint: 'score with the backend wasm',
        commandHint: '--backend wasm',
      });
    }
  } else if (backend !== 'wasm') {
    const scorer = await webGpuScorer(part, backend);
    if (scorer !== undefined) return scorer;
  }
  const { createWasmScorer } = await import('./wasm/index.js');
  return createWasmScorer(part, {
    earlyStop,
    ...(contributions !== undefined && { contributions }),
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

function checkWhole(name: string, value: number | undefined): void {
  if (value === undefined || Number.isInteger(value)) return;
  throw new CambiumError('invalid-option', `${name} must be a whole number, not ${value}`);
}

async function webGpuScorer(model: Model, backend: 'auto' | 'webgpu'): Promise<Scorer | undefined> {
  if (!mayHaveVulkanLoader()) {
    if (backend === 'auto') return undefined;
    throw new CambiumError('no-gpu', 'no WebGPU adapter: this machine has no libvulkan.so.1', {
      hint: 'install a GPU driver, or score with the backend wasm',
      commandHint: 'install a GPU driver, or use --backend wasm',
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
