/** Gathers the parts of a body, under its own limit and one for all bodies that are under way. */

/** Counts the bytes of bodies under way. */
export class BodyBudget {
  readonly #limit: number;
  #used = 0;

  /** @param limit bytes of all bodies together. One body of the size that its API allows fits always. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get used(): number {
    return this.#used;
  }

  /** @param most bytes that the body may have. */
  take(bytes: number, most: number): boolean {
    if (this.#used + bytes > Math.max(this.#limit, most)) return false;
    this.#used += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#used -= bytes;
  }
}

/** A buffer that grows in place, and gives its memory back at once when it shrinks; TypeScript's library lacks it. */
interface GrowingBuffer extends ArrayBuffer {
  resize(byteLength: number): void;
}

const growingBuffer = (most: number) =>
  new (ArrayBuffer as unknown as new (length: number, options: object) => GrowingBuffer)(0, {
    maxByteLength: most,
  });

/** The status that a body which cannot be kept ends in. */
export type BodyRefusal = 413 | 503;

const NOTHING = Buffer.alloc(0);

export class Body {
  readonly #budget: BodyBudget;
  readonly #limit: number;
  /** The first part, as long as it is the only one: most bodies come whole. */
  #first: Uint8Array | undefined;
  #buffer: GrowingBuffer | undefined;
  #kept = 0;
  /** Bytes that have come, also those that were thrown away. */
  size = 0;
  /** Why no more is kept. */
  refusal: BodyRefusal | undefined;

  /** @param limit bytes that the body may have. */
  constructor(budget: BodyBudget, limit: number) {
    this.#budget = budget;
    this.#limit = limit;
  }

  /** @param lasting whether the part's memory stays as it is: else it is copied. */
  add(part: Uint8Array, lasting: boolean): void {
    this.size += part.byteLength;
    if (this.refusal !== undefined) return;
    if (this.size > this.#limit) this.#refuse(413);
    else if (!this.#budget.take(part.byteLength, this.#limit)) this.#refuse(503);
    else {
      this.#kept = this.size;
      if (lasting && this.#first === undefined && this.#buffer === undefined) this.#first = part;
      else this.#copy(part);
    }
  }

  #copy(part: Uint8Array): void {
    const parts = this.#first === undefined ? [part] : [this.#first, part];
    this.#first = undefined;
    try {
      // Reserves addresses alone: memory is used as the buffer grows.
      this.#buffer ??= growingBuffer(this.#limit);
      for (const one of parts) {
        const start = this.#buffer.byteLength;
        this.#buffer.resize(start + one.byteLength);
        new Uint8Array(this.#buffer, start).set(one);
      }
    } catch {
      this.#refuse(503);
    }
  }

  #refuse(status: BodyRefusal): void {
    this.refusal = status;
    this.free();
  }

  /**
   * The whole body; valid until {@link free}.
   * @param last its last part, which is not copied when it is the only one.
   * @returns undefined for one that is refused.
   */
  end(last: Uint8Array): Buffer | undefined {
    const whole = this.size === 0 && last.byteLength <= this.#limit;
    if (!whole && last.byteLength > 0) this.add(last, true);
    else if (whole) this.#first = last;
    if (this.refusal !== undefined) return undefined;
    const first = this.#first;
    if (first !== undefined) return Buffer.from(first.buffer, first.byteOffset, first.byteLength);
    return this.#buffer === undefined ? NOTHING : Buffer.from(this.#buffer, 0, this.size);
  }

  /** Gives the memory back; what {@link end} gave is empty from here on. */
  free(): void {
    this.#budget.give(this.#kept);
    this.#kept = 0;
    this.#first = undefined;
    this.#buffer?.resize(0);
    this.#buffer = undefined;
  }
}
