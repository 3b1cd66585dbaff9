/** The buffers of one chunk in flight, from the pool: upload, columns, codes, result, readback. */
import { BufferUsage, MapMode } from '../buffers/index.js';
import type { GpuDevice } from '../device/index.js';

/** Bytes that each buffer of a chunk must hold. */
export interface BatchBytes {
  readonly columns: number;
  readonly codes: number;
  readonly result: number;
}

type Pass = 'prepass' | 'traversal';

/** Where a pass writes the times of its begin and end. */
const FIRST_QUERY: Readonly<Record<Pass, number>> = { prepass: 0, traversal: 2 };
const QUERIES = 4;

interface Timing {
  readonly queries: GPUQuerySet;
  readonly resolved: GPUBuffer;
  readonly readback: GPUBuffer;
}

/** Buffers of one place in the ring. Make them inside the device's guard. */
export class BatchBuffers {
  readonly upload: GPUBuffer;
  readonly columns: GPUBuffer;
  readonly codes: GPUBuffer;
  readonly result: GPUBuffer;
  readonly readback: GPUBuffer;
  /** The uniform `Batch` of the shaders. */
  readonly header: GPUBuffer;
  readonly #device: GpuDevice;
  readonly #timing: Timing | undefined;

  /** @param timed measure the passes, where the device can */
  constructor(device: GpuDevice, bytes: BatchBytes, timed: boolean) {
    const { mapWrite, mapRead, copySource, copyDestination, storage, uniform, queryResolve } =
      BufferUsage;
    const { pool } = device;
    this.#device = device;
    this.upload = pool.acquire(mapWrite | copySource, bytes.columns, 'upload');
    this.columns = pool.acquire(storage | copyDestination, bytes.columns, 'columns');
    this.codes = pool.acquire(storage, bytes.codes, 'codes');
    this.result = pool.acquire(storage | copySource, bytes.result, 'result');
    this.readback = pool.acquire(mapRead | copyDestination, bytes.result, 'readback');
    this.header = pool.acquire(uniform | copyDestination, 16, 'batch');
    if (!timed || !device.hasTimestamps) return;
    this.#timing = {
      queries: device.raw.createQuerySet({ type: 'timestamp', count: QUERIES }),
      resolved: pool.acquire(queryResolve | copySource, 8 * QUERIES, 'timestamps'),
      readback: pool.acquire(mapRead | copyDestination, 8 * QUERIES, 'timestamps'),
    };
  }

  /** The descriptor of a pass, which has it timed where that is wanted. */
  passOf(label: Pass): GPUComputePassDescriptor {
    if (!this.#timing) return { label };
    const first = FIRST_QUERY[label];
    return {
      label,
      timestampWrites: {
        querySet: this.#timing.queries,
        beginningOfPassWriteIndex: first,
        endOfPassWriteIndex: first + 1,
      },
    };
  }

  encodeTimes(encoder: GPUCommandEncoder): void {
    if (!this.#timing) return;
    const { queries, resolved, readback } = this.#timing;
    encoder.resolveQuerySet(queries, 0, QUERIES, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, readback, 0, 8 * QUERIES);
  }

  /** Adds the nanoseconds of each pass, once the chunk has been computed. */
  async addTimes(times: Record<Pass, number>): Promise<void> {
    if (!this.#timing) return;
    const { readback } = this.#timing;
    await readback.mapAsync(MapMode.read);
    const at = new BigUint64Array(readback.getMappedRange(0, 8 * QUERIES));
    for (const pass of ['prepass', 'traversal'] as const) {
      const first = FIRST_QUERY[pass];
      times[pass] += Number(at[first + 1]! - at[first]!);
    }
    readback.unmap();
  }

  /** Gives all buffers back to the pool. */
  release(): void {
    const { pool } = this.#device;
    for (const buffer of [this.upload, this.columns, this.codes, this.result]) pool.release(buffer);
    for (const buffer of [this.readback, this.header]) pool.release(buffer);
    if (!this.#timing) return;
    this.#timing.queries.destroy();
    pool.release(this.#timing.resolved);
    pool.release(this.#timing.readback);
  }
}
