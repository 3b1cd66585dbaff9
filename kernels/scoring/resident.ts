/** An ensemble in the device's memory: the tables of its pre-pass and the nodes of its trees. */
import { BufferUsage } from '../buffers/index.js';
import type { GpuDevice, GpuLimits } from '../device/index.js';
import { GpuLimitError } from '../errors.js';
import type { Constants, Pipeline, Shader } from '../pipelines/index.js';
import type { Ensemble } from './ensemble.js';
import { encodeTrees, type Payload } from './nodes.js';
import { type WorkgroupShape, wordsOfRow } from './plan.js';
import { type CodeBits, codeBits, type Representation, walkSteps } from './representation.js';
import { binTables, keyTable } from './slot-tables.js';
import type { Slots } from './slots.js';
import type { Words } from './words.js';

const wgsl = (name: string, bindings: Shader['bindings']): Shader => ({
  name,
  file: new URL(`./${name}.wgsl`, import.meta.url),
  bindings,
});
const input = 'read-only-storage';
const BIN = wgsl('bin', ['uniform', input, input, input, input, input, input, 'storage']);
const KEY = wgsl('key', ['uniform', input, input, input, 'storage']);
const TRAVERSE = wgsl('traverse', ['uniform', 'uniform', input, input, input, input, 'storage']);

/** Rows of a workgroup of the pre-passes. */
const PREPASS_ROWS = 64;

/** One dispatch's trees. */
export interface ResidentPart {
  readonly nodes: GPUBuffer;
  readonly trees: GPUBuffer;
  readonly sets: GPUBuffer;
  /** The uniform `Part` of `traverse.wgsl`. */
  readonly header: GPUBuffer;
}

/** Made once for each representation and payload that is asked for; {@link destroy} frees it. */
export class ResidentEnsemble {
  readonly representation: Representation;
  readonly payload: Payload;
  readonly bits: CodeBits;
  /** Words that hold the codes of a row. */
  readonly words: number;
  readonly scales: Float64Array;
  /** Nodes that a row visits, about. */
  readonly stepsPerRow: number;
  readonly slots: Slots;
  readonly parts: readonly ResidentPart[];
  /** The pre-pass's tables, in the order of its bindings from 3 on. */
  readonly tables: readonly GPUBuffer[];
  readonly #device: GpuDevice;
  readonly #ensemble: Ensemble;
  readonly #pairBits: number;
  readonly #categorical: boolean;
  readonly #buffers: GPUBuffer[] = [];

  constructor(
    device: GpuDevice,
    ensemble: Ensemble,
    slots: Slots,
    representation: Representation,
    payload: Payload,
    limits: GpuLimits,
  ) {
    this.#device = device;
    this.#ensemble = ensemble;
    this.slots = slots;
    this.representation = representation;
    this.payload = payload;
    this.bits = codeBits(slots.list, representation);
    this.words = wordsOfRow(slots.list.length, this.bits);
    const largest = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
    const encoded = encodeTrees(ensemble, slots, representation, payload, largest);
    this.scales = encoded.scales;
    this.stepsPerRow = walkSteps(ensemble);
    this.#pairBits = encoded.pairBits;
    this.#categorical = encoded.categorical;
    const upload = (label: string, words: Words, usage: number = BufferUsage.storage) =>
      this.#upload(label, words, usage, largest);
    this.parts = encoded.parts.map((part, index) => ({
      nodes: upload('nodes', part.nodes),
      trees: upload('trees', part.trees),
      sets: upload('sets', part.sets),
      header: upload(
        'part',
        Uint32Array.of(
          part.numTrees,
          part.firstTree % ensemble.numClasses,
          ensemble.numClasses,
          payload === 'leaves' ? part.firstTree : Math.min(index, 1),
        ),
        BufferUsage.uniform,
      ),
    }));
    if (representation === 'keys') this.tables = [upload('slots', keyTable(slots.list))];
    else {
      const tables = binTables(slots.list);
      this.tables = [
        upload('slots', tables.slots),
        upload('boundaries32', tables.boundaries32),
        upload('boundaries64', tables.boundaries64),
        upload('codes', tables.codes),
      ];
    }
  }

  prepass(): Promise<Pipeline> {
    return this.representation === 'keys'
      ? this.#device.pipelines.get(KEY, { ROWS: PREPASS_ROWS })
      : this.#device.pipelines.get(BIN, { ROWS: PREPASS_ROWS, CODE_BITS: this.bits });
  }

  /** Workgroups of the pre-pass over `rows` rows. */
  prepassWorkgroups(rows: number): number {
    return Math.ceil(rows / PREPASS_ROWS) * this.words;
  }

  traversal(shape: WorkgroupShape): Promise<Pipeline> {
    const constants: Constants = {
      ROWS: shape.rows,
      LANES: shape.lanes,
      CODE_BITS: this.bits,
      WORDS: this.words,
      TILED: Number(shape.tiled),
      TILE_WORDS: shape.tiled ? shape.rows * this.words : 1,
      PARTIAL_WORDS: shape.lanes > 1 ? shape.rows * shape.lanes : 1,
      PAIR_BITS: this.#pairBits,
      CATEGORICAL: Number(this.#categorical),
      LEAVES: Number(this.payload === 'leaves'),
    };
    return this.#device.pipelines.get(TRAVERSE, constants);
  }

  /** Numbers of 32 bits that each row's result takes on the device. */
  get resultWords(): number {
    return this.payload === 'leaves' ? this.#ensemble.trees.length : 2 * this.#ensemble.numClasses;
  }

  /** Trees of which several invocations can each take some of the same row. */
  get treesTogether(): number {
    const { trees, numClasses } = this.#ensemble;
    return this.payload === 'leaves' ? trees.length : trees.length / numClasses;
  }

  destroy(): void {
    for (const buffer of this.#buffers) buffer.destroy();
  }

  #upload(label: string, words: Words, usage: number, largest: number) {
    if (words.byteLength > largest) {
      throw new GpuLimitError(
        'maxStorageBufferBindingSize',
        `the model's table "${label}"`,
        words.byteLength,
        largest,
      );
    }
    const buffer = this.#device.raw.createBuffer({
      label,
      size: words.byteLength,
      usage: usage | BufferUsage.copyDestination,
    });
    this.#buffers.push(buffer);
    this.#device.raw.queue.writeBuffer(buffer, 0, words);
    return buffer;
  }
}
