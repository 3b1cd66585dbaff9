/** What a format of model files gives to be read and written by its own contents. */
import type { Model, ModelFields } from '../model/index.js';

/** A format of model files. */
export interface ModelFormat {
  /** What it is called in errors, e.g. `LightGBM text`. */
  readonly name: string;
  /** Whether a file's first bytes say that it is of this format. */
  matches(head: Uint8Array): boolean;
  /**
   * @param bytes the whole file
   * @param name how errors call the file, e.g. its path
   * @throws CambiumError `bad-model-file` with the place, what was expected and what was found
   */
  read(bytes: Uint8Array, name: string): Model;
  /** The file's contents; absent where models are read alone. */
  write?(model: ModelFields): string | Uint8Array;
}
