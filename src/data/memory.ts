/** An arena over one shared WebAssembly.Memory: where a table's columns and the trainer's work areas lie. */
import { CambiumError } from '../errors.js';
import { reclaimTables } from './reclaim.js';

const PAGE = 65_536;
const MAXIMUM_PAGES = 65_536;
/** WebAssembly modules keep their constants below this address. */
const FIRST_ADDRESS = PAGE;

const owners = new WeakMap<ArrayBufferLike, ColumnMemory>();

/**
 * Hands out aligned stretches of one shared WebAssembly.Memory (at most 4 GiB). Memory is reserved
 * at once but takes real pages only where it is written. Views stay valid when the memory grows.
 */
export class ColumnMemory {
  readonly memory: WebAssembly.Memory;
  #next = FIRST_ADDRESS;
  /** Everything from here on has never been handed out, and so is zero. */
  #untouched = FIRST_ADDRESS;

  /** @param bytes an estimate of what will be allocated; more is had by growing. */
  constructor(bytes = 0) {
    reclaimTables();
    const initial = Math.min(MAXIMUM_PAGES, Math.ceil((FIRST_ADDRESS + bytes) / PAGE) + 1);
    this.memory = new WebAssembly.Memory({ initial, maximum: MAXIMUM_PAGES, shared: true });
    owners.set(this.memory.buffer, this);
  }

  /** The arena that a buffer of one of its views belongs to, if any. */
  static of(buffer: ArrayBufferLike): ColumnMemory | undefined {
    return owners.get(buffer);
  }

  /** Address of the first free byte: pass it to {@link release} to free all that comes after. */
  get mark(): number {
    return this.#next;
  }

  /**
   * Reserves `bytes` bytes, all zero, and gives their address.
   * @throws CambiumError `memory-limit` when 4 GiB do not suffice.
   */
  allocate(bytes: number, alignment = 64): number {
    const address = Math.ceil(this.#next / alignment) * alignment;
    const end = address + bytes;
    if (end > MAXIMUM_PAGES * PAGE) {
      throw new CambiumError(
        'memory-limit',
        `one WebAssembly memory holds 4 GiB: ${(end / 2 ** 30).toFixed(2)} GiB are needed`,
        { hint: 'use fewer rows or columns, or 32-bit floats' },
      );
    }
    const missing = end - this.memory.buffer.byteLength;
    if (missing > 0) {
      reclaimTables();
      try {
        this.memory.grow(Math.ceil(missing / PAGE));
      } catch (cause) {
        throw new CambiumError(
          'out-of-memory',
          `the system refused ${Math.ceil(missing / 2 ** 20)} MiB more of shared memory (${Math.ceil(end / 2 ** 20)} MiB in all are needed)`,
          { cause },
        );
      }
      owners.set(this.memory.buffer, this);
    }
    if (address < this.#untouched) {
      new Uint8Array(this.memory.buffer).fill(0, address, Math.min(end, this.#untouched));
    }
    this.#untouched = Math.max(this.#untouched, end);
    this.#next = end;
    return address;
  }

  /**
   * Frees everything allocated since `mark` was read. The caller must hold no view of it.
   * @param end when given, the mark at which the caller's own allocations ended: nothing is freed
   *   when others have allocated since.
   */
  release(mark: number, end: number = this.#next): void {
    if (this.#next === end) this.#next = mark;
  }

  allocateFloat32(length: number): Float32Array {
    const address = this.allocate(length * 4);
    return new Float32Array(this.memory.buffer, address, length);
  }

  allocateFloat64(length: number): Float64Array {
    const address = this.allocate(length * 8);
    return new Float64Array(this.memory.buffer, address, length);
  }

  allocateInt32(length: number): Int32Array {
    const address = this.allocate(length * 4);
    return new Int32Array(this.memory.buffer, address, length);
  }

  allocateUint8(length: number): Uint8Array {
    const address = this.allocate(length);
    return new Uint8Array(this.memory.buffer, address, length);
  }
}
