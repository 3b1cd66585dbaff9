/** An ensemble that scores rows on the process's device, whatever becomes of that device. */
import { type DeviceLease, type GpuDevice, leaseDevice, limitsOf } from '../device/index.js';
import { NoGpuError } from '../errors.js';
import { type BatchOptions, type KernelTimes, runBatch, type TakeResult } from './batch.js';
import type { Column } from './columns.js';
import type { Ensemble } from './ensemble.js';
import type { Payload } from './nodes.js';
import { chooseRepresentation, type Representation } from './representation.js';
import { ResidentEnsemble } from './resident.js';
import { findSlots, type Slots } from './slots.js';

export interface GpuEnsembleOptions {
  /** Left out, chosen by the columns' types and the model's size. `keys` needs 32-bit columns. */
  readonly representation?: Representation | undefined;
  /** Lower limits than the device's own, to make splitting happen. */
  readonly limits?: BatchOptions['limits'];
  /** False refuses a device that computes on the CPU. */
  readonly allowSoftware?: boolean | undefined;
  /** Measure the kernels' own time; see {@link GpuEnsemble.times}. */
  readonly timed?: boolean | undefined;
  /** Called with each device that is opened: the first, and one after every loss. */
  readonly onDevice?: ((device: GpuDevice) => void) | undefined;
}

/** Safe to call concurrently. A lost device rejects what is in flight; the next call opens it anew. */
export class GpuEnsemble {
  readonly ensemble: Ensemble;
  /** Sums of {@link GpuEnsembleOptions.timed}; zero where the device has no timestamps. */
  readonly times: KernelTimes = { prepass: 0, traversal: 0 };
  readonly #slots: Slots;
  readonly #options: GpuEnsembleOptions;
  readonly #residents = new Map<string, Promise<ResidentEnsemble>>();
  readonly #running = new Set<Promise<void>>();
  #lease: Promise<DeviceLease> | undefined;
  #closed = false;

  private constructor(ensemble: Ensemble, options: GpuEnsembleOptions) {
    this.ensemble = ensemble;
    this.#options = options;
    this.#slots = findSlots(ensemble);
  }

  /**
   * Opens the device and puts the ensemble there.
   * @throws NoGpuError, UnsupportedEnsembleError, GpuLimitError
   */
  static async create(ensemble: Ensemble, options: GpuEnsembleOptions = {}): Promise<GpuEnsemble> {
    const created = new GpuEnsemble(ensemble, options);
    try {
      const device = await created.device();
      const representation =
        options.representation ?? chooseRepresentation(ensemble, created.#slots.list, true);
      await created.#resident(device, representation, 'values');
      return created;
    } catch (error) {
      await created.close();
      throw error;
    }
  }

  /** The device in use, opened anew when it was lost. */
  async device(): Promise<GpuDevice> {
    if (this.#closed) throw new Error('this ensemble is closed');
    const asked = this.#lease;
    const current = await asked?.catch(() => undefined);
    if (current && !current.device.isLost) return current.device;
    // Of several calls that find the device lost, the first opens the next one.
    if (this.#lease === asked) {
      current?.release();
      this.#residents.clear();
      this.#lease = this.#open();
    }
    return (await this.#lease!).device;
  }

  /** Sums of leaf values, `rows × numClasses` numbers, row by row. */
  async sums(columns: readonly Column[], rows: number): Promise<Float64Array> {
    const { numClasses } = this.ensemble;
    const output = new Float64Array(rows * numClasses);
    await this.#score(columns, rows, 'values', ({ scales }) => (words, first, count, stride) => {
      const low = new Uint32Array(words);
      const high = new Int32Array(words);
      for (let index = 0; index < numClasses; index++) {
        const unit = 1 / scales[index]!;
        let from = 2 * index * stride;
        let to = first * numClasses + index;
        for (let row = 0; row < count; row++, from += 2, to += numClasses) {
          output[to] = (high[from + 1]! * 4294967296 + low[from]!) * unit;
        }
      }
    });
    return output;
  }

  /** Numbers of the leaves that rows fall into, `rows × trees` numbers, row by row. */
  async leaves(columns: readonly Column[], rows: number): Promise<Float64Array> {
    const trees = this.ensemble.trees.length;
    const output = new Float64Array(rows * trees);
    await this.#score(columns, rows, 'leaves', () => (words, first, count, stride) => {
      const leaves = new Uint32Array(words);
      for (let tree = 0; tree < trees; tree++) {
        const from = tree * stride;
        for (let row = 0; row < count; row++) {
          output[(first + row) * trees + tree] = leaves[from + row]!;
        }
      }
    });
    return output;
  }

  /** Waits for what is in flight, frees the model's buffers, and the device when nobody else uses it. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.allSettled(this.#running);
    const lease = await this.#lease?.catch(() => undefined);
    for (const pending of this.#residents.values()) {
      (await pending.catch(() => undefined))?.destroy();
    }
    this.#residents.clear();
    lease?.release();
  }

  async #open(): Promise<DeviceLease> {
    const lease = await leaseDevice();
    const { info } = lease.device;
    if (info.software && this.#options.allowSoftware === false) {
      lease.release();
      throw new NoGpuError(`the only WebGPU device is ${info.description}, software on the CPU`);
    }
    this.#options.onDevice?.(lease.device);
    return lease;
  }

  async #score(
    columns: readonly Column[],
    rows: number,
    payload: Payload,
    taker: (resident: ResidentEnsemble) => TakeResult,
  ): Promise<void> {
    if (rows === 0 || this.ensemble.trees.length === 0) return;
    const run = this.#run(columns, rows, payload, taker);
    this.#running.add(run);
    try {
      await run;
    } finally {
      this.#running.delete(run);
    }
  }

  async #run(
    columns: readonly Column[],
    rows: number,
    payload: Payload,
    taker: (resident: ResidentEnsemble) => TakeResult,
  ): Promise<void> {
    const device = await this.device();
    const resident = await this.#resident(device, this.#representationFor(columns), payload);
    const { limits, timed } = this.#options;
    await runBatch(device, resident, columns, rows, taker(resident), {
      limits,
      times: timed === true ? this.times : undefined,
    });
  }

  #representationFor(columns: readonly Column[]): Representation {
    const only32Bit = this.#slots.list.every(
      ({ feature }) => columns[feature]!.BYTES_PER_ELEMENT === 4,
    );
    const wanted = this.#options.representation;
    if (wanted === 'bins' || (wanted === 'keys' && only32Bit)) return wanted;
    return chooseRepresentation(this.ensemble, this.#slots.list, only32Bit);
  }

  #resident(device: GpuDevice, representation: Representation, payload: Payload) {
    const key = `${representation}:${payload}`;
    let resident = this.#residents.get(key);
    if (!resident) {
      const limits = limitsOf(device.raw, this.#options.limits);
      resident = device.guard(
        'upload of the model',
        () =>
          new ResidentEnsemble(device, this.ensemble, this.#slots, representation, payload, limits),
      );
      this.#residents.set(key, resident);
      // A failure is not kept: the next call tries again.
      resident.catch(() => this.#residents.delete(key));
    }
    return resident;
  }
}
