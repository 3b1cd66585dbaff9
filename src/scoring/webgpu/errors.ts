/** Turns errors of the GPU host into ones that a user can act on. */
import {
  DeviceLostError,
  GpuError,
  GpuLimitError,
  NoGpuError,
  UnsupportedEnsembleError,
} from '../../../kernels/index.js';
import { CambiumError } from '../../errors.js';

function hintFor(error: GpuError): string {
  if (error instanceof NoGpuError) return 'install a GPU driver, or score with the backend wasm';
  if (error instanceof DeviceLostError) return 'score again to reopen it, or use the backend wasm';
  if (error instanceof GpuLimitError || error instanceof UnsupportedEnsembleError) {
    return 'score with the backend wasm';
  }
  return 'score with the backend wasm, or with fewer rows at a time';
}

/** A CambiumError with the GPU error's code, e.g. `no-gpu`, `gpu-limit`, `gpu-lost`; others unchanged. */
export function toCambiumError(error: unknown): unknown {
  if (!(error instanceof GpuError)) return error;
  return new CambiumError(error.code, error.message, { hint: hintFor(error), cause: error });
}
