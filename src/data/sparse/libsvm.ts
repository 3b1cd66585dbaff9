/** Reads LibSVM and SVMlight text: a label, then `index:value` for what is not zero, a line a row. */
import { statSync } from 'node:fs';
import { CambiumError, checkNames } from '../../errors.js';
import { ColumnMemory } from '../memory.js';
import { noteTable } from '../reclaim.js';
import { ArenaBuffer, pack } from '../table/arena-buffer.js';
import { lineBlocks } from '../text/line-blocks.js';
import { CsrMatrix } from './csr-matrix.js';
import { LibsvmParser, type LibsvmTarget } from './libsvm-parser.js';

/** Options of {@link readLibsvm}. */
export interface LibsvmOptions {
  /** Where the matrix is to lie; default: an arena of its own. */
  readonly memory?: ColumnMemory | undefined;
  /** Width of the matrix, as that of a training table; entries beyond it are left out and counted. */
  readonly columns?: number | undefined;
}

/** What a LibSVM file holds. */
export interface LibsvmData {
  readonly matrix: CsrMatrix;
  /** The first number of each row. */
  readonly labels: Float64Array;
  /** The number behind `qid:` of each row, where the file has them. */
  readonly queries: Float64Array | undefined;
  /** Entries that lay beyond the width that was asked for. */
  readonly beyond: number;
}

/** Bytes of a usual entry, to guess how many a file has. */
const ENTRY_BYTES = 10;
const ROW_BYTES = 100;
const MOST_GUESSED = 2 ** 26;

/**
 * Reads a LibSVM file, also compressed by gzip, as a stream. Indices are taken as they are, so that
 * column 0 stays empty in files that count from 1, and the matrix is as wide as the largest index
 * plus 1, as in LightGBM. A row's indices may come in any order. `#` begins a comment.
 * @throws CambiumError naming file and line of what is no row
 */
export async function readLibsvm(path: string, options: LibsvmOptions = {}): Promise<LibsvmData> {
  checkNames('option of readLibsvm', options, { memory: true, columns: true });
  const target = new ArenaTarget(options.memory ?? new ColumnMemory());
  const parser = new LibsvmParser(path, target, options.columns);
  try {
    let started = false;
    for await (const { bytes, length } of lineBlocks(path)) {
      if (!started) target.guess(statSync(path).size);
      started = true;
      parser.parse(bytes, length);
    }
    if (parser.rows === 0) throw new CambiumError('empty-table', `${path} has no rows`);
    return target.finish(parser);
  } catch (error) {
    target.abandon();
    throw error;
  }
}

/** Grows the arrays of a matrix in an arena. */
class ArenaTarget implements LibsvmTarget {
  indptr = new Int32Array(0);
  indices = new Int32Array(0);
  values = new Float64Array(0);
  labels = new Float64Array(0);
  readonly #memory: ColumnMemory;
  readonly #mark: number;
  #end: number;
  #rows = 0;
  #entries = 0;
  #buffers: Record<'indptr' | 'indices' | 'values' | 'labels', ArenaBuffer> | undefined;

  constructor(memory: ColumnMemory) {
    this.#memory = memory;
    this.#mark = memory.mark;
    this.#end = this.#mark;
  }

  /** Makes room for what a file of so many bytes may hold. */
  guess(bytes: number): void {
    const entries = Math.min(MOST_GUESSED, Math.ceil(bytes / ENTRY_BYTES));
    this.#resize(Math.min(MOST_GUESSED, Math.ceil(bytes / ROW_BYTES)), entries, 0, 0);
  }

  reserve(rows: number, entries: number, usedRows: number, usedEntries: number): void {
    if (rows <= this.#rows && entries <= this.#entries) return;
    const enough = (wanted: number, now: number) =>
      wanted <= now ? now : Math.max(wanted, Math.ceil(now * 1.5));
    this.#resize(enough(rows, this.#rows), enough(entries, this.#entries), usedRows, usedEntries);
  }

  #resize(rows: number, entries: number, usedRows: number, usedEntries: number): void {
    const memory = this.#memory;
    if (this.#buffers === undefined) {
      this.#buffers = {
        indptr: new ArenaBuffer(memory, (rows + 1) * 4),
        labels: new ArenaBuffer(memory, rows * 8),
        indices: new ArenaBuffer(memory, entries * 4),
        values: new ArenaBuffer(memory, entries * 8),
      };
    } else {
      const { indptr, labels, indices, values } = this.#buffers;
      if (rows > this.#rows) {
        indptr.grow((rows + 1) * 4, (usedRows + 1) * 4);
        labels.grow(rows * 8, usedRows * 8);
      }
      if (entries > this.#entries) {
        indices.grow(entries * 4, usedEntries * 4);
        values.grow(entries * 8, usedEntries * 8);
      }
    }
    this.#rows = rows;
    this.#entries = entries;
    this.#end = memory.mark;
    this.#view(rows, entries);
  }

  #view(rows: number, entries: number): void {
    const { buffer } = this.#memory.memory;
    const { indptr, labels, indices, values } = this.#buffers!;
    this.indptr = new Int32Array(buffer, indptr.address, rows + 1);
    this.labels = new Float64Array(buffer, labels.address, rows);
    this.indices = new Int32Array(buffer, indices.address, entries);
    this.values = new Float64Array(buffer, values.address, entries);
  }

  finish({ rows, entries, columns, beyond, queries }: LibsvmParser): LibsvmData {
    const { indptr, labels, indices, values } = this.#buffers!;
    pack(this.#memory, this.#mark, this.#end, [
      { buffer: indptr, used: (rows + 1) * 4 },
      { buffer: labels, used: rows * 8 },
      { buffer: indices, used: entries * 4 },
      { buffer: values, used: entries * 8 },
    ]);
    this.#view(rows, entries);
    noteTable(rows * 12 + entries * 12);
    return {
      matrix: new CsrMatrix({
        rows,
        columns,
        indptr: this.indptr,
        indices: this.indices,
        values: this.values,
      }),
      labels: this.labels,
      queries: queries?.slice(0, rows),
      beyond,
    };
  }

  abandon(): void {
    this.#memory.release(this.#mark, this.#end);
  }
}
