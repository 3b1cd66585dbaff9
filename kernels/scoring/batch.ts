/** One batch of rows on a device: its chunks flow through a ring of three sets of buffers. */
import { BufferUsage, MapMode, overRing } from '../buffers/index.js';
import { type GpuDevice, type GpuLimits, limitsOf } from '../device/index.js';
import type { Pipeline } from '../pipelines/index.js';
import { BatchBuffers } from './batch-buffers.js';
import { type Column, ColumnLayout } from './columns.js';
import { chunkRows, fold, workgroupShape } from './plan.js';
import type { ResidentEnsemble } from './resident.js';

/** Chunks in flight: one is uploaded, one computed, one read back. */
const RING = 3;

/** Time that kernels took on the device, in nanoseconds, summed over all chunks. */
export interface KernelTimes {
  prepass: number;
  traversal: number;
}

export interface BatchOptions {
  /** Lower limits than the device's own. */
  readonly limits?: Partial<GpuLimits> | undefined;
  /** Where to add the kernels' own time, if it is to be measured. */
  readonly times?: KernelTimes | undefined;
}

/**
 * Takes the result of rows `first … first + rows` from the device's memory: `resultWords` stretches
 * of `stride` rows for leaf numbers, `numClasses` stretches of `stride` pairs for sums.
 */
export type TakeResult = (words: ArrayBuffer, first: number, rows: number, stride: number) => void;

/** Runs all rows through pre-pass and traversal; resolves when `take` has seen each chunk. */
export async function runBatch(
  device: GpuDevice,
  resident: ResidentEnsemble,
  columns: readonly Column[],
  rows: number,
  take: TakeResult,
  options: BatchOptions,
): Promise<void> {
  const batch = await Batch.plan(device, resident, columns, rows, options);
  await batch.run(take);
}

class Batch {
  private constructor(
    readonly device: GpuDevice,
    readonly resident: ResidentEnsemble,
    readonly layout: ColumnLayout,
    readonly rows: number,
    readonly stride: number,
    readonly limits: GpuLimits,
    readonly prepass: Pipeline,
    readonly traversal: Pipeline,
    readonly workgroupRows: number,
    readonly times: KernelTimes | undefined,
  ) {}

  static async plan(
    device: GpuDevice,
    resident: ResidentEnsemble,
    columns: readonly Column[],
    rows: number,
    options: BatchOptions,
  ): Promise<Batch> {
    const limits = limitsOf(device.raw, options.limits);
    const cost = {
      columns: ColumnLayout.bytesPerRow(resident.slots, columns),
      codes: 4 * resident.words,
      result: 4 * resident.resultWords,
      steps: resident.stepsPerRow,
    };
    const stride = chunkRows(rows, cost, limits);
    const shape = workgroupShape(
      Math.min(rows, stride),
      resident.treesTogether,
      resident.words,
      limits,
    );
    const [prepass, traversal] = await Promise.all([resident.prepass(), resident.traversal(shape)]);
    const layout = new ColumnLayout(resident.slots, columns, stride);
    return new Batch(
      device,
      resident,
      layout,
      rows,
      stride,
      limits,
      prepass,
      traversal,
      shape.rows,
      options.times,
    );
  }

  async run(take: TakeResult): Promise<void> {
    const { device, stride, rows, resident } = this;
    const chunks = Math.ceil(rows / stride);
    const bytes = {
      columns: this.layout.bytes,
      codes: stride * 4 * resident.words,
      result: stride * 4 * resident.resultWords,
    };
    const ring: BatchBuffers[] = [];
    let placement: GPUBuffer | undefined;
    try {
      await device.guard('buffers of the batch', () => {
        placement = this.#uploadPlacement();
        while (ring.length < Math.min(RING, chunks)) {
          ring.push(new BatchBuffers(device, bytes, this.times !== undefined));
        }
      });
      await overRing(ring, chunks, async (buffers, chunk) => {
        const first = chunk * stride;
        const count = Math.min(stride, rows - first);
        try {
          await this.#compute(buffers, placement!, first, count);
          take(buffers.readback.getMappedRange(0, bytes.result), first, count, stride);
          buffers.readback.unmap();
        } catch (error) {
          throw await device.explain(error, `chunk ${chunk + 1} of ${chunks}`);
        }
      });
    } finally {
      for (const buffers of ring) buffers.release();
      if (placement) device.pool.release(placement);
    }
  }

  #uploadPlacement(): GPUBuffer {
    const { placement } = this.layout;
    const usage = BufferUsage.storage | BufferUsage.copyDestination;
    const buffer = this.device.pool.acquire(usage, placement.byteLength, 'placement');
    this.device.raw.queue.writeBuffer(buffer, 0, placement);
    return buffer;
  }

  /** Uploads and computes one chunk, and maps its result. */
  async #compute(
    buffers: BatchBuffers,
    placement: GPUBuffer,
    first: number,
    rows: number,
  ): Promise<void> {
    const { device, layout, resident } = this;
    await buffers.upload.mapAsync(MapMode.write);
    layout.write(buffers.upload.getMappedRange(), first, rows);
    buffers.upload.unmap();
    await device.guard('dispatch', () => {
      // One header serves both passes: a grid that needs two dimensions has the limit as its width.
      const width = this.limits.maxComputeWorkgroupsPerDimension;
      const header = Uint32Array.of(rows, this.stride, resident.slots.list.length, width);
      device.raw.queue.writeBuffer(buffers.header, 0, header);
      const encoder = device.raw.createCommandEncoder({ label: 'score' });
      encoder.copyBufferToBuffer(buffers.upload, 0, buffers.columns, 0, layout.bytes);
      this.#encodePrepass(encoder, buffers, placement, rows);
      this.#encodeTraversal(encoder, buffers, rows);
      const resultBytes = this.stride * 4 * resident.resultWords;
      encoder.copyBufferToBuffer(buffers.result, 0, buffers.readback, 0, resultBytes);
      buffers.encodeTimes(encoder);
      device.raw.queue.submit([encoder.finish()]);
    });
    await buffers.readback.mapAsync(MapMode.read);
    if (this.times) await buffers.addTimes(this.times);
  }

  #encodePrepass(
    encoder: GPUCommandEncoder,
    buffers: BatchBuffers,
    placement: GPUBuffer,
    rows: number,
  ): void {
    const { resident, prepass } = this;
    const pass = encoder.beginComputePass(buffers.passOf('prepass'));
    pass.setPipeline(prepass.pipeline);
    const bound = [buffers.header, buffers.columns, placement, ...resident.tables, buffers.codes];
    pass.setBindGroup(0, this.#bind(prepass, bound));
    const grid = fold(resident.prepassWorkgroups(rows), this.limits);
    pass.dispatchWorkgroups(grid.x, grid.y);
    pass.end();
  }

  #encodeTraversal(encoder: GPUCommandEncoder, buffers: BatchBuffers, rows: number): void {
    const { resident, traversal } = this;
    const pass = encoder.beginComputePass(buffers.passOf('traversal'));
    pass.setPipeline(traversal.pipeline);
    const grid = fold(Math.ceil(rows / this.workgroupRows), this.limits);
    for (const { header, nodes, trees, sets } of resident.parts) {
      const bound = [buffers.header, header, buffers.codes, nodes, trees, sets, buffers.result];
      pass.setBindGroup(0, this.#bind(traversal, bound));
      pass.dispatchWorkgroups(grid.x, grid.y);
    }
    pass.end();
  }

  #bind({ layout }: Pipeline, buffers: readonly GPUBuffer[]): GPUBindGroup {
    // A pooled buffer may be larger than one binding is allowed to be.
    const largest = this.device.limits.maxStorageBufferBindingSize;
    const entries = buffers.map((buffer, binding) => ({
      binding,
      resource: { buffer, size: Math.min(buffer.size, largest) },
    }));
    return this.device.raw.createBindGroup({ layout, entries });
  }
}
