/** What a catalog asks of every dataset. */

/** Something that can be loaded and saved by name. */
export interface Dataset<T = unknown> {
  /** Its class as log lines show it, e.g. `CSVDataset`. */
  readonly kind: string;
  /** True when what is saved outlives the process. */
  readonly persistent: boolean;
  load(): Promise<T>;
  /** Replaces what was saved before, wholly or not at all. */
  save(data: T): Promise<void>;
  /** Begins a save in parts, for nodes that generate their output. */
  openWriter(): Promise<ChunkWriter<T>>;
  exists(): Promise<boolean>;
  /**
   * Changes whenever what would be loaded changes, e.g. path, size and time of a file; undefined when there is
   * nothing. Without it, runs of what is missing or out of date always run the nodes that read or save the dataset.
   */
  state?(): Promise<string | undefined>;
  /** Drops what is held in memory. */
  release(): void;
  /** What may be shown to a user: never credentials. */
  describe(): Readonly<Record<string, unknown>>;
}

/** A save in parts: nothing can be seen of it before `close`. */
export interface ChunkWriter<T = unknown> {
  write(chunk: T): Promise<void>;
  close(): Promise<void>;
  /** Gives up and leaves no trace. */
  abort(): Promise<void>;
}

/** Keeps the parts and saves them joined when closed: for datasets that can be written only at once. */
export function collectingWriter<T>(
  join: (chunks: T[]) => T | Promise<T>,
  save: (data: T) => Promise<void>,
): ChunkWriter<T> {
  const chunks: T[] = [];
  return {
    async write(chunk) {
      chunks.push(chunk);
    },
    async close() {
      await save(await join(chunks));
    },
    async abort() {
      chunks.length = 0;
    },
  };
}
