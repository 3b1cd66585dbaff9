/** Buffers by usage and size class, kept for the next batch instead of being made anew. */

const SMALLEST = 256;
/** Free buffers above this many bytes are destroyed instead of kept. */
const DEFAULT_KEPT_BYTES = 256 * 2 ** 20;

/**
 * The size that is really allocated for `bytes`: a power of two or three quarters of one, so that
 * at most a third is wasted and batches of similar size share buffers.
 */
export function sizeClass(bytes: number): number {
  let size = SMALLEST;
  while (size < bytes) size *= 2;
  const smaller = (size / 4) * 3;
  return smaller >= bytes && smaller >= SMALLEST ? smaller : size;
}

/** Hands out buffers of a device and takes them back. */
export class BufferPool {
  readonly #device: GPUDevice;
  readonly #free = new Map<string, GPUBuffer[]>();
  readonly #lent = new Set<GPUBuffer>();
  readonly #keptLimit: number;
  #keptBytes = 0;
  #created = 0;

  constructor(device: GPUDevice, keptBytes: number = DEFAULT_KEPT_BYTES) {
    this.#device = device;
    this.#keptLimit = keptBytes;
  }

  /** Buffers made since the pool exists: it stops growing once batches reuse them. */
  get created(): number {
    return this.#created;
  }

  /** Buffers that are lent and not yet given back. */
  get lent(): number {
    return this.#lent.size;
  }

  /** Bytes of the buffers that wait for the next use. */
  get keptBytes(): number {
    return this.#keptBytes;
  }

  /** A buffer of at least `bytes` bytes with what its last user left in it. */
  acquire(usage: number, bytes: number, label: string): GPUBuffer {
    const limit = this.#device.limits.maxBufferSize;
    // The class may round a legal size up past the limit.
    const size = Math.max(Math.min(sizeClass(bytes), limit), bytes);
    const key = `${usage}:${size}`;
    let buffer = this.#free.get(key)?.pop();
    if (buffer) this.#keptBytes -= buffer.size;
    else {
      buffer = this.#device.createBuffer({ label, size: Math.ceil(size / 4) * 4, usage });
      this.#created++;
    }
    this.#lent.add(buffer);
    return buffer;
  }

  /** Takes a buffer back; one that an error left mapped, or being mapped, is destroyed. */
  release(buffer: GPUBuffer): void {
    if (!this.#lent.delete(buffer)) return;
    const unusable = buffer.mapState !== 'unmapped';
    if (unusable || this.#keptBytes + buffer.size > this.#keptLimit) {
      buffer.destroy();
      return;
    }
    const key = `${buffer.usage}:${buffer.size}`;
    const free = this.#free.get(key);
    if (free) free.push(buffer);
    else this.#free.set(key, [buffer]);
    this.#keptBytes += buffer.size;
  }

  /** Frees all buffers, lent ones too. */
  destroy(): void {
    for (const buffer of this.#lent) buffer.destroy();
    for (const list of this.#free.values()) for (const buffer of list) buffer.destroy();
    this.#lent.clear();
    this.#free.clear();
    this.#keptBytes = 0;
  }
}
