/** The raw files that all contestants read without parsing: 32-bit floats, column after column, and a description. */
import { closeSync, fstatSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `description.json` says of the files beside it. Byte order is the machine's. */
export interface Description {
  /**
   * `dense`: `train.features.f32`, column after column. `csr`: `train.indptr.i32` (row starts, one more
   * than rows), `train.indices.i32` and `train.values.f32` (ascending within a row). In both,
   * `train.label.f32`, and all of them again for `test`.
   */
  readonly layout: 'dense' | 'csr';
  readonly objective: 'regression' | 'binary';
  readonly rows: Readonly<Record<Part, number>>;
  readonly features: readonly string[];
  /** Features whose values are codes: whole numbers of 0 or more. */
  readonly categorical: readonly string[];
}

export type Part = 'train' | 'test';
export const PARTS: readonly Part[] = ['train', 'test'];

export const featuresFile = (folder: string, part: Part) => join(folder, `${part}.features.f32`);
export const labelFile = (folder: string, part: Part) => join(folder, `${part}.label.f32`);

/** Rows being made: a column's values lie together, so the whole is one file. */
export class DensePart {
  readonly columns: readonly Float32Array[];
  readonly label: Float32Array;
  readonly #all: Float32Array;

  constructor(features: number, rows: number) {
    const all = new Float32Array(features * rows);
    this.#all = all;
    this.columns = Array.from({ length: features }, (_, feature) =>
      all.subarray(feature * rows, (feature + 1) * rows),
    );
    this.label = new Float32Array(rows);
  }

  write(folder: string, part: Part): void {
    writeFileSync(featuresFile(folder, part), this.#all);
    writeFileSync(labelFile(folder, part), this.label);
  }
}

/** Both parts of a dense table that is made row after row: every `every`th row is held out. */
export class DenseTable {
  readonly features: readonly string[];
  readonly parts: Readonly<Record<Part, DensePart>>;
  readonly #every: number;

  constructor(features: readonly string[], rows: number, every = 5) {
    const test = Math.floor(rows / every);
    this.features = features;
    this.#every = every;
    this.parts = {
      train: new DensePart(features.length, rows - test),
      test: new DensePart(features.length, test),
    };
  }

  /** Puts a row in its place; its values in the order of the features. */
  set(row: number, values: ArrayLike<number>, label: number): void {
    const { part, at } = placeOf(row, this.#every);
    const { columns, label: labels } = this.parts[part];
    for (let feature = 0; feature < columns.length; feature++) {
      columns[feature]![at] = values[feature]!;
    }
    labels[at] = label;
  }

  write(folder: string, description: Pick<Description, 'objective' | 'categorical'>): void {
    for (const part of PARTS) this.parts[part].write(folder, part);
    writeDescription(folder, {
      layout: 'dense',
      ...description,
      rows: { train: this.parts.train.label.length, test: this.parts.test.label.length },
      features: this.features,
    });
  }
}

/** Where row `row` goes, and as which row there. */
export function placeOf(row: number, every = 5): { part: Part; at: number } {
  const before = Math.floor(row / every);
  return row % every === every - 1
    ? { part: 'test', at: before }
    : { part: 'train', at: row - before };
}

export function writeDescription(folder: string, description: Description): void {
  writeFileSync(join(folder, 'description.json'), `${JSON.stringify(description, null, 2)}\n`);
}

export function readDescription(folder: string): Description {
  return JSON.parse(readFileSync(join(folder, 'description.json'), 'utf8'));
}

/** Fills `target` with the whole of a file, which must have just its size. */
export function readInto(path: string, target: Float32Array | Float64Array | Int32Array): void {
  const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size !== bytes.length)
      throw new Error(`${path} has ${size} bytes, expected ${bytes.length}`);
    let at = 0;
    while (at < bytes.length) {
      // A system call reads less than 2 GiB.
      const count = readSync(file, bytes, at, Math.min(bytes.length - at, 2 ** 30), at);
      if (count === 0) throw new Error(`${path} shrank while it was read`);
      at += count;
    }
  } finally {
    closeSync(file);
  }
}
