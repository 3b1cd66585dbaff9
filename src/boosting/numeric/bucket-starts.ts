/** The middle step of a radix sort: where each bucket of one digit starts. */

/**
 * Turns the counts of a digit's buckets into the places where the buckets start.
 * @returns false where one bucket holds all of `total`, so that none need move; the counts are of no use then
 */
export function toStarts(counts: Uint32Array, total: number): boolean {
  let start = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) {
    const count = counts[bucket]!;
    if (count === total) return false;
    counts[bucket] = start;
    start += count;
  }
  return true;
}
