/** Orders rows by score without a comparison function: by radix where rows are many. */
import { toStarts } from '../numeric/bucket-starts.js';
import type { Numbers } from './metric.js';

/** Up to here each row is put into its place one by one. */
const FEW = 32;
/** From here on radix sorting is quicker than merging. */
const MANY = 1024;
const DIGIT = 11;
const DIGITS = 3;
const BUCKETS = 1 << DIGIT;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/** Keeps its memory for the next sort. */
export class RowSorter {
  #order: Uint32Array = new Uint32Array(0);
  #spare: Uint32Array = new Uint32Array(0);
  #keys: Uint32Array = new Uint32Array(0);
  #spareKeys: Uint32Array = new Uint32Array(0);
  readonly #counts = new Uint32Array(DIGITS * BUCKETS);

  /**
   * Rows from `first` to before `end`, by falling score; rows of equal score in their own order.
   * @param most how many of the highest are wanted; those after them are in no order
   * @returns memory that starts with the rows, valid until the next call
   */
  falling(scores: Numbers, first: number, end: number, most = end - first): Uint32Array {
    const rows = end - first;
    if (this.#order.length < rows) {
      this.#order = new Uint32Array(rows);
      this.#spare = new Uint32Array(rows);
    }
    if (Math.min(rows, most) <= FEW) return insertBest(this.#order, scores, first, end, most);
    if (rows >= MANY) this.#sortByRadix(scores, first, end);
    else {
      for (let i = 0; i < rows; i++) this.#order[i] = first + i;
      mergeSort(this.#order, this.#spare, 0, rows, scores);
    }
    return this.#order;
  }

  #sortByRadix(scores: Numbers, first: number, end: number): void {
    const rows = end - first;
    if (this.#keys.length < rows) {
      this.#keys = new Uint32Array(rows);
      this.#spareKeys = new Uint32Array(rows);
    }
    this.#makeKeys(scores, first, end);
    for (let digit = 0; digit < DIGITS; digit++) this.#pass(digit, rows);
    this.#sortEqualKeys(scores, rows);
  }

  /** The upper halves of the scores, as integers of the opposite order; counts their digits. */
  #makeKeys(scores: Numbers, first: number, end: number): void {
    const [keys, order, counts] = [this.#keys, this.#order, this.#counts];
    counts.fill(0);
    for (let row = first; row < end; row++) {
      // Adding 0 makes -0 equal to 0.
      float[0] = scores[row]! + 0;
      const word = words[1]!;
      const key = word >>> 31 === 1 ? word : ~word & 0x7fff_ffff;
      keys[row - first] = key;
      order[row - first] = row;
      counts[key & (BUCKETS - 1)]!++;
      counts[BUCKETS + ((key >>> DIGIT) & (BUCKETS - 1))]!++;
      counts[2 * BUCKETS + (key >>> (2 * DIGIT))]!++;
    }
  }

  #pass(digit: number, rows: number): void {
    const starts = this.#counts.subarray(digit * BUCKETS, (digit + 1) * BUCKETS);
    if (!toStarts(starts, rows)) return;
    const [keys, order, nextKeys, nextOrder] = [
      this.#keys,
      this.#order,
      this.#spareKeys,
      this.#spare,
    ];
    const shift = digit * DIGIT;
    for (let i = 0; i < rows; i++) {
      const key = keys[i]!;
      const at = starts[(key >>> shift) & (BUCKETS - 1)]!++;
      nextKeys[at] = key;
      nextOrder[at] = order[i]!;
    }
    [this.#keys, this.#spareKeys] = [nextKeys, keys];
    [this.#order, this.#spare] = [nextOrder, order];
  }

  /** Rows whose scores share the upper half are compared whole. */
  #sortEqualKeys(scores: Numbers, rows: number): void {
    const keys = this.#keys;
    for (let start = 0; start < rows; ) {
      const key = keys[start]!;
      let end = start + 1;
      while (end < rows && keys[end] === key) end++;
      if (end - start > 1) mergeSort(this.#order, this.#spare, start, end, scores);
      start = end;
    }
  }
}

/** Keeps the `most` best rows so far in order: quick because few rows, or few places, are looked at. */
function insertBest(
  order: Uint32Array,
  scores: Numbers,
  first: number,
  end: number,
  most: number,
): Uint32Array {
  let kept = 0;
  for (let row = first; row < end; row++) {
    const score = scores[row]!;
    if (kept < most) kept++;
    else if (kept === 0 || !(score > scores[order[kept - 1]!]!)) continue;
    let at = kept - 1;
    for (; at > 0 && scores[order[at - 1]!]! < score; at--) order[at] = order[at - 1]!;
    order[at] = row;
  }
  return order;
}

/** Sorts `order` from `start` to before `end`, stably: short runs first, then merged in pairs. */
function mergeSort(
  order: Uint32Array,
  spare: Uint32Array,
  start: number,
  end: number,
  scores: Numbers,
): void {
  for (let run = start; run < end; run += FEW) {
    const runEnd = Math.min(run + FEW, end);
    for (let i = run + 1; i < runEnd; i++) {
      const row = order[i]!;
      const score = scores[row]!;
      let at = i;
      for (; at > run && scores[order[at - 1]!]! < score; at--) order[at] = order[at - 1]!;
      order[at] = row;
    }
  }
  for (let width = FEW; width < end - start; width *= 2) {
    for (let left = start; left + width < end; left += 2 * width) {
      merge(order, spare, left, left + width, Math.min(left + 2 * width, end), scores);
    }
  }
}

function merge(
  order: Uint32Array,
  spare: Uint32Array,
  start: number,
  middle: number,
  end: number,
  scores: Numbers,
): void {
  if (!(scores[order[middle - 1]!]! < scores[order[middle]!]!)) return;
  const width = middle - start;
  for (let i = 0; i < width; i++) spare[i] = order[start + i]!;
  let left = 0;
  let right = middle;
  for (let at = start; left < width; at++) {
    if (right < end && scores[spare[left]!]! < scores[order[right]!]!) order[at] = order[right++]!;
    else order[at] = spare[left++]!;
  }
}
