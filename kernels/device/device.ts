/** A device with what is shared by all that compute on it: limits, buffer pool, pipelines; and how it ends. */
import { BufferPool } from '../buffers/index.js';
import { DeviceLostError, GpuError, GpuOperationError, NoGpuError } from '../errors.js';
import { PipelineCache } from '../pipelines/index.js';
import { type AdapterInfo, findAdapter } from './adapter.js';
import { adapterMaxima, type GpuLimits, limitsOf } from './limits.js';

// Dawn stops when its GPU object is collected: it must be referenced as long as its device is open.
const openGpus = new Map<GpuDevice, GPU>();

const OPTIONAL_FEATURES: readonly GPUFeatureName[] = ['timestamp-query'];

/** An open device. {@link GpuDevice.lost} settles once, when it goes away for whatever reason. */
export class GpuDevice {
  readonly info: AdapterInfo;
  readonly limits: GpuLimits;
  readonly pool: BufferPool;
  readonly pipelines: PipelineCache;
  /** Never rejects; resolves with the error that everything still in flight is rejected with. */
  readonly lost: Promise<DeviceLostError>;
  #device: GPUDevice;
  #loss: DeviceLostError | undefined;

  private constructor(gpu: GPU, device: GPUDevice, info: AdapterInfo) {
    openGpus.set(this, gpu);
    this.#device = device;
    this.info = info;
    this.limits = limitsOf(device);
    this.pool = new BufferPool(device);
    this.pipelines = new PipelineCache(device);
    this.lost = device.lost.then(({ reason, message }) => {
      this.#loss = new DeviceLostError(reason, message, { trail: [info.description] });
      return this.#loss;
    });
  }

  /**
   * Opens the system's device with all that its adapter allows.
   * @throws NoGpuError when there is no adapter or it gives no device.
   */
  static async open(): Promise<GpuDevice> {
    const { gpu, adapter, info } = await findAdapter();
    try {
      const device = await adapter.requestDevice({
        label: 'cambium',
        requiredFeatures: OPTIONAL_FEATURES.filter((name) => adapter.features.has(name)),
        requiredLimits: adapterMaxima(adapter),
      });
      return new GpuDevice(gpu, device, info);
    } catch (cause) {
      throw new NoGpuError(`${info.description} gave no device: ${(cause as Error).message}`, {
        cause,
      });
    }
  }

  get raw(): GPUDevice {
    return this.#device;
  }

  get isLost(): boolean {
    return this.#loss !== undefined;
  }

  /** Whether kernels can be timed on the device itself. */
  get hasTimestamps(): boolean {
    return this.#device.features.has('timestamp-query');
  }

  /** @throws DeviceLostError when the device is gone. */
  assertAlive(): void {
    if (this.#loss) throw this.#loss;
  }

  /**
   * Runs `work`, and turns what the driver says about it into an error: out of memory, a failed
   * validation, or the loss of the device.
   */
  async guard<T>(step: string, work: () => T): Promise<T> {
    this.assertAlive();
    this.#device.pushErrorScope('out-of-memory');
    this.#device.pushErrorScope('validation');
    let result: { readonly value: T } | undefined;
    let failure: unknown;
    try {
      result = { value: work() };
    } catch (error) {
      failure = error;
    }
    const scopes = Promise.all([this.#device.popErrorScope(), this.#device.popErrorScope()]);
    try {
      const [invalid, memory] = await scopes;
      if (memory) throw new GpuOperationError('gpu-memory', memory.message, { trail: [step] });
      if (invalid) throw new GpuOperationError('gpu-operation', invalid.message, { trail: [step] });
      if (result) return result.value;
    } catch (error) {
      failure = error;
    }
    throw await this.explain(failure, step);
  }

  /** The error to show for a failed operation: the device's loss, where that is the reason. */
  async explain(error: unknown, step: string): Promise<Error> {
    // Dawn rejects what is in flight just before it reports the loss: let the report arrive.
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (this.#loss) return this.#loss;
    if (error instanceof GpuError) return error;
    const message = error instanceof Error ? error.message : String(error);
    return new GpuOperationError('gpu-operation', message, { trail: [step], cause: error });
  }

  /** Frees everything on the device and lets the process exit. */
  destroy(): void {
    this.pool.destroy();
    this.pipelines.clear();
    this.#device.destroy();
    openGpus.delete(this);
  }
}
