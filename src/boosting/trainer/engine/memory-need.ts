/** Whether one memory holds a training, told before anything is laid out. */
import { CambiumError } from '../../../errors.js';

const GIB = 2 ** 30;
const MOST = 4 * GIB;

/** Bytes of the parts that grow with the data and the parameters. */
export interface MemoryNeed {
  /** What the memory holds already: the tables. */
  readonly taken: number;
  readonly rows: number;
  /** Bytes of one row's record, of which there are two. */
  readonly stride: number;
  readonly leaves: number;
  /** Bytes of one leaf's histogram. */
  readonly histogram: number;
}

const inGib = (bytes: number) => (bytes / GIB).toFixed(2);

/**
 * Refuses what cannot fit; what is near the limit may still be refused while it is laid out.
 * @throws CambiumError `memory-limit` that says what needs how much, and what helps
 */
export function checkMemory({ taken, rows, stride, leaves, histogram }: MemoryNeed): void {
  const records = 2 * rows * stride;
  const histograms = leaves * histogram;
  const needed = taken + records + histograms;
  if (needed <= MOST) return;
  throw new CambiumError(
    'memory-limit',
    `one WebAssembly memory holds 4 GiB: ${inGib(needed)} GiB are needed, ${inGib(taken)} by the tables, ${inGib(records)} by ${rows} rows of ${stride} bytes twice, ${inGib(histograms)} by the histograms of ${leaves} leaves`,
    {
      hint:
        histograms > records
          ? 'fewer num_leaves, or fewer features, make histograms smaller'
          : 'train on fewer rows or features; features of few bins (max_bin) share a byte',
    },
  );
}
