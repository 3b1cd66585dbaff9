/** A stretch of a shared arena that can grow while it is filled, and be packed when its length is known. */
import type { ColumnMemory } from '../memory.js';

/** Bytes in a {@link ColumnMemory}; `bytes` is a view made anew, because growing moves the buffer. */
export class ArenaBuffer {
  readonly #memory: ColumnMemory;
  address: number;
  capacity: number;

  constructor(memory: ColumnMemory, capacity: number) {
    this.#memory = memory;
    this.capacity = capacity;
    this.address = memory.allocate(capacity);
  }

  /** All bytes of the stretch. Valid until the next {@link grow} or {@link pack}. */
  bytes(): Uint8Array {
    return new Uint8Array(this.#memory.memory.buffer, this.address, this.capacity);
  }

  /** Takes a larger stretch and moves the first `used` bytes there. The old one lies idle until packed. */
  grow(capacity: number, used: number): void {
    const address = this.#memory.allocate(capacity);
    const all = new Uint8Array(this.#memory.memory.buffer);
    all.copyWithin(address, this.address, this.address + used);
    this.address = address;
    this.capacity = capacity;
  }
}

/**
 * Moves buffers down to `mark`, each cut to its used length, and frees what lies behind them. Does
 * nothing when somebody else allocated from the arena since, for then the space is not ours to move.
 */
export function pack(
  memory: ColumnMemory,
  mark: number,
  end: number,
  buffers: readonly { readonly buffer: ArenaBuffer; readonly used: number }[],
): void {
  if (memory.mark !== end) return;
  const all = new Uint8Array(memory.memory.buffer);
  let next = mark;
  for (const { buffer, used } of [...buffers].sort((a, b) => a.buffer.address - b.buffer.address)) {
    const address = Math.ceil(next / 64) * 64;
    // Each target lies at or below its source, so moving in order of address never overwrites.
    if (address < buffer.address) all.copyWithin(address, buffer.address, buffer.address + used);
    buffer.address = Math.min(address, buffer.address);
    buffer.capacity = used;
    next = buffer.address + used;
  }
  memory.release(next);
}
