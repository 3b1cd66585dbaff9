/** Bytes of records and histograms, which decide how much memory a training takes. */
import type { Parameters } from '../../parameters/index.js';
import type { Grouping } from '../storage/groups.js';
import { type Shape, Sums } from './shape.js';

/** Leaf histograms beyond `num_leaves`: for splits that are begun early and dropped. */
const SPARE_HISTOGRAMS = 32;

export interface RecordSizes {
  /** Bytes of a row's number in its record. */
  readonly rowBytes: number;
  /** Bytes of a record. */
  readonly stride: number;
  readonly histogramBytes: number;
  readonly leafHistogramCount: number;
}

export function recordSizes(
  rows: number,
  { groups, entryPlaces }: Grouping,
  { num_leaves }: Parameters,
  { payloads, sums }: Shape,
): RecordSizes {
  const rowBytes = rows <= 2 ** 24 ? 3 : 4;
  // One byte more for the side that a split on a feature that is kept as entries sends the row to.
  const stride = recordStride(groups + (entryPlaces > 0 ? 1 : 0), payloads, rowBytes);
  const histogramBytes = histogramSize(groups, entryPlaces, sums);
  return { rowBytes, stride, histogramBytes, leafHistogramCount: num_leaves + SPARE_HISTOGRAMS };
}

/** Bytes of a record: a byte a group, the payload, the row's number (see `assembly/training/context.ts`). */
function recordStride(groups: number, payloads: number, rowBytes: number): number {
  const payload = [3, 4, 8][payloads] as number;
  return Math.ceil((groups + payload + rowBytes) / 4) * 4;
}

/** Bytes of a histogram: 256 places a group, those of entries, and the sums of all rows. */
function histogramSize(groups: number, entryPlaces: number, sums: number): number {
  return (groups * 256 + entryPlaces) * (sums === Sums.wide ? 16 : 8) + 32;
}
