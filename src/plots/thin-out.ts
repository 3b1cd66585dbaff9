/** Makes few points of many, so that a line looks the same and the file stays small. */

export interface Point {
  readonly x: number;
  /** NaN: the line has a gap. */
  readonly y: number;
}

/**
 * At most about `most` points: of each stretch of the line the first, the lowest, the highest and the
 * last are kept, and a gap if it has one. A line that is short enough stays as it is.
 */
export function thinOut(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points;
  const stretches = Math.max(1, Math.floor(most / 5));
  const kept: Point[] = [];
  for (let stretch = 0; stretch < stretches; stretch++) {
    const begin = Math.floor((stretch * points.length) / stretches);
    const end = Math.floor(((stretch + 1) * points.length) / stretches);
    const indices = new Set([begin, end - 1]);
    let low = begin;
    let high = begin;
    for (let index = begin; index < end; index++) {
      const y = (points[index] as Point).y;
      if (Number.isNaN(y)) indices.add(index);
      // A comparison with NaN is false: the first number takes its place.
      if (!(y >= (points[low] as Point).y) && !Number.isNaN(y)) low = index;
      if (!(y <= (points[high] as Point).y) && !Number.isNaN(y)) high = index;
    }
    indices.add(low).add(high);
    for (const index of [...indices].sort((a, b) => a - b)) kept.push(points[index] as Point);
  }
  return kept;
}
