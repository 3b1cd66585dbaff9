/** Streams LibSVM files as columns with their zeros, a batch of rows at a time: the way of sparse rows into scoring. */
import { CambiumError } from '../../errors.js';
import { ColumnMemory } from '../memory.js';
import type { ColumnBatch } from '../table/column-batch.js';
import { lineBlocks } from '../text/line-blocks.js';
import { LibsvmParser, type LibsvmTarget } from './libsvm-parser.js';

/** Options of {@link scanLibsvm}. */
export interface ScanLibsvmOptions {
  /** Columns of a batch; entries beyond are left out and counted. */
  readonly width: number;
  /** The columns that are asked for, ascending; the others are given as zeros all of them. All unless told. */
  readonly used?: readonly number[] | undefined;
  /** Whether a row begins with a label, by file; default: it does. */
  readonly labelled?: ((path: string) => boolean) | undefined;
  /** Rows of a full batch. */
  readonly batchRows: number;
  /** Sets of buffers that take turns: a batch stays valid until as many more have been asked for; default: 1. */
  readonly buffers?: number | undefined;
  /** Where the buffers lie; default: an arena of their own. */
  readonly memory?: ColumnMemory | undefined;
  /** Told once, at the end, where entries lay beyond the width. */
  readonly onBeyond?: ((entries: number) => void) | undefined;
}

/** Arrays of the rows of one block of lines, used again for the next. */
class BlockRows implements LibsvmTarget {
  indptr = new Int32Array(1);
  labels = new Float64Array(0);
  indices = new Int32Array(0);
  values = new Float64Array(0);

  reserve(rows: number, entries: number): void {
    if (rows > this.labels.length) {
      this.indptr = new Int32Array(rows + 1);
      this.labels = new Float64Array(rows);
    }
    if (entries > this.indices.length) {
      this.indices = new Int32Array(entries);
      this.values = new Float64Array(entries);
    }
  }
}

/**
 * Reads LibSVM files, one after another, as float64 columns; what a row does not name is 0. Memory does not grow
 * with the files. Files are told and checked as by {@link readLibsvm}.
 * @throws CambiumError naming file and line of what is no row, or `empty-table`
 */
export async function* scanLibsvm(
  paths: readonly string[],
  options: ScanLibsvmOptions,
): AsyncGenerator<ColumnBatch, void, undefined> {
  const { width, batchRows, onBeyond, labelled = () => true } = options;
  const sets = makeSets(options);
  const block = new BlockRows();
  let set = 0;
  let filled = 0;
  let start = 0;
  let beyond = 0;
  for (const path of paths) {
    const parser = new LibsvmParser(path, block, width, labelled(path));
    for await (const { bytes, length } of lineBlocks(path)) {
      parser.restart();
      parser.parse(bytes, length);
      const { indptr, indices, values } = block;
      for (let row = 0; row < parser.rows; row++) {
        const { targets } = sets[set]!;
        for (let entry = indptr[row]!, end = indptr[row + 1]!; entry < end; entry++) {
          const target = targets[indices[entry]!];
          if (target !== undefined) target[filled] = values[entry]!;
        }
        if (++filled < batchRows) continue;
        yield { rows: filled, start, columns: sets[set]!.columns };
        start += filled;
        filled = 0;
        set = (set + 1) % sets.length;
        for (const target of sets[set]!.used) target.fill(0);
      }
    }
    beyond += parser.beyond;
  }
  if (filled > 0) yield { rows: filled, start, columns: sets[set]!.columns };
  if (start + filled === 0) throw new CambiumError('empty-table', `${paths[0]} has no rows`);
  if (beyond > 0) onBeyond?.(beyond);
}

interface BufferSet {
  readonly columns: readonly Float64Array[];
  /** By column: where its values go, if it is used. */
  readonly targets: readonly (Float64Array | undefined)[];
  readonly used: readonly Float64Array[];
}

function makeSets({ width, used, batchRows, buffers = 1, memory }: ScanLibsvmOptions): BufferSet[] {
  const places = used ?? Array.from({ length: width }, (_, index) => index);
  const count = Math.max(1, buffers);
  const arena = memory ?? new ColumnMemory((count * places.length + 1) * (batchRows * 8 + 64));
  const zeros = arena.allocateFloat64(batchRows);
  return Array.from({ length: count }, () => {
    const targets = new Array<Float64Array | undefined>(width).fill(undefined);
    for (const place of places) targets[place] = arena.allocateFloat64(batchRows);
    return {
      targets,
      columns: targets.map((target) => target ?? zeros),
      used: targets.filter((target) => target !== undefined),
    };
  });
}
