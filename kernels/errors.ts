/** Errors of the GPU host: each has a code for programs, and a trail of what led there, outermost first. */

/** What {@link GpuError} carries beside its message. */
export interface GpuErrorOptions {
  /** The steps that led to the error, outermost first, e.g. `['scoring', 'pipeline traverse']`. */
  readonly trail?: readonly string[];
  readonly cause?: unknown;
}

function withTrail(message: string, trail: readonly string[]): string {
  return trail.length === 0 ? message : `${message} [${trail.join(' > ')}]`;
}

/** A stable name of a GPU's error, for programs. */
export type GpuErrorCode =
  | 'gpu-limit'
  | 'gpu-lost'
  | 'gpu-memory'
  | 'gpu-operation'
  | 'no-gpu'
  | 'unsupported-model';

/** Base of all errors of `kernels/`. */
export class GpuError extends Error {
  override readonly name: string = 'GpuError';
  readonly code: GpuErrorCode;
  readonly trail: readonly string[];

  constructor(code: GpuErrorCode, message: string, options: GpuErrorOptions = {}) {
    const trail = options.trail ?? [];
    super(
      withTrail(message, trail),
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.trail = trail;
  }
}

/** There is no adapter: no driver, no device, or no build of Dawn for this system. */
export class NoGpuError extends GpuError {
  override readonly name = 'NoGpuError';
  constructor(message: string, options: GpuErrorOptions = {}) {
    super('no-gpu', message, options);
  }
}

/** Something is larger than the device allows, and cannot be split. */
export class GpuLimitError extends GpuError {
  override readonly name = 'GpuLimitError';
  /** The limit by WebGPU's name, e.g. `maxStorageBufferBindingSize`. */
  readonly limit: string;
  readonly needed: number;
  readonly allowed: number;

  constructor(
    limit: string,
    what: string,
    needed: number,
    allowed: number,
    options: GpuErrorOptions = {},
  ) {
    super('gpu-limit', `${what} needs ${limit} of ${needed}, the limit is ${allowed}`, options);
    this.limit = limit;
    this.needed = needed;
    this.allowed = allowed;
  }
}

/** The device went away while it was in use: its driver crashed, was reset, or it was destroyed. */
export class DeviceLostError extends GpuError {
  override readonly name = 'DeviceLostError';
  /** WebGPU's reason: `destroyed` or `unknown`. */
  readonly reason: string;

  constructor(reason: string, detail: string, options: GpuErrorOptions = {}) {
    const tail = detail === '' ? '' : `: ${detail}`;
    super('gpu-lost', `the GPU device was lost (${reason})${tail}`, options);
    this.reason = reason;
  }
}

/** The driver refused an operation: out of memory, or an error of validation. */
export class GpuOperationError extends GpuError {
  override readonly name = 'GpuOperationError';
  constructor(
    code: 'gpu-memory' | 'gpu-operation',
    message: string,
    options: GpuErrorOptions = {},
  ) {
    super(code, message, options);
  }
}

/** A model that the kernels do not compute; another scorer must. */
export class UnsupportedEnsembleError extends GpuError {
  override readonly name = 'UnsupportedEnsembleError';
  constructor(message: string, options: GpuErrorOptions = {}) {
    super('unsupported-model', message, options);
  }
}
