/** Gradient-based one-side sampling: all rows with large gradients, and some of the others, which stand for the rest. */
import type { Random } from '../../numeric/random.js';
import { SAMPLE_BLOCK } from '../engine/sizes.js';

/** As in LightGBM: so many first rounds see all rows. */
export function wholeRounds(learningRate: number): number {
  return Math.trunc(1 / learningRate);
}

/**
 * Fills `bag`: 0 left out, 1 large, 2 drawn from the rest. Gives the factor on gradients and hessians of rows
 * marked 2. Source: Ke et al., LightGBM, 2017, algorithm 2; draws as LightGBM's with one thread.
 * @param gradients class by class, like `hessians`
 * @param randoms a generator for every 1024 rows
 */
export function sampleOneSide(
  bag: Uint8Array,
  gradients: Float32Array,
  hessians: Float32Array,
  classes: number,
  topRate: number,
  otherRate: number,
  randoms: readonly Random[],
): number {
  const rows = bag.length;
  const sizes = new Float32Array(rows);
  for (let k = 0; k < classes; k++) {
    const at = k * rows;
    for (let row = 0; row < rows; row++) {
      const size = Math.abs(Math.fround(gradients[at + row]! * hessians[at + row]!));
      sizes[row] = sizes[row]! + size;
    }
  }
  const top = Math.max(1, Math.trunc(rows * topRate));
  const others = Math.trunc(rows * otherRate);
  const threshold = largest(sizes, top);
  let large = 0;
  let drawn = 0;
  for (let row = 0; row < rows; row++) {
    if (sizes[row]! >= threshold) {
      bag[row] = 1;
      large++;
      continue;
    }
    const wanted = others - drawn;
    const left = rows - row - (top - large);
    const random = randoms[Math.floor(row / SAMPLE_BLOCK)] as Random;
    const chosen = random.nextFloat() < wanted / left;
    bag[row] = chosen ? 2 : 0;
    if (chosen) drawn++;
  }
  return (rows - top) / others;
}

/** The `rank`-th largest of values that are not negative. */
function largest(values: Float32Array, rank: number): number {
  // The order of such floats is the order of their bits.
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const counts = new Uint32Array(65_536);
  for (let i = 0; i < bits.length; i++) counts[bits[i]! >>> 16]!++;
  let high = 65_535;
  let above = 0;
  while (above + counts[high]! < rank) above += counts[high--]!;
  const lower = new Uint32Array(65_536);
  for (let i = 0; i < bits.length; i++) if (bits[i]! >>> 16 === high) lower[bits[i]! & 65_535]!++;
  let low = 65_535;
  while (above + lower[low]! < rank) above += lower[low--]!;
  return new Float32Array(Uint32Array.of((high * 65_536 + low) >>> 0).buffer)[0]!;
}
