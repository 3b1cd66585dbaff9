/** A dataset that lives in this process: the default for what the catalog does not declare. */
import { CambiumError } from '../../errors.js';
import { type ChunkWriter, collectingWriter, type Dataset } from '../dataset.js';

/** Holds one value by reference. */
export class MemoryDataset implements Dataset {
  readonly kind = 'MemoryDataset';
  readonly persistent = false;
  #value: unknown;
  #filled: boolean;
  readonly #copy: boolean;

  /** @param copy gives every loader a deep copy of its own: for plain values such as parameters. */
  constructor(value?: unknown, { copy = false }: { copy?: boolean } = {}) {
    this.#value = value;
    this.#filled = value !== undefined;
    this.#copy = copy;
  }

  /** True when there is something to load. */
  get filled(): boolean {
    return this.#filled;
  }

  async load(): Promise<unknown> {
    if (!this.#filled) {
      throw new CambiumError('empty-dataset', 'nothing has been saved in memory yet', {
        hint: 'run the node that saves it in the same run',
      });
    }
    return this.#copy ? structuredClone(this.#value) : this.#value;
  }

  async save(data: unknown): Promise<void> {
    this.#value = data;
    this.#filled = true;
  }

  /** Parts are kept as a list. */
  async openWriter(): Promise<ChunkWriter> {
    return collectingWriter<unknown>(
      (chunks) => chunks,
      (data) => this.save(data),
    );
  }

  async exists(): Promise<boolean> {
    return this.#filled;
  }

  release(): void {
    this.#value = undefined;
    this.#filled = false;
  }

  describe(): Readonly<Record<string, unknown>> {
    return { type: this.kind };
  }
}
