/** What 32-bit floats, as which labels and weights are kept, make of 64-bit numbers. */

type Numbers = Float32Array | Float64Array;

/** How far the 32-bit float that a number becomes lies from its neighbours. */
export function stepAt(value: number): number {
  const exponent = Math.floor(Math.log2(Math.abs(Math.fround(value))));
  return 2 ** Math.max(exponent - 23, -149);
}

/** Smallest and largest number. */
export function rangeOf(values: Numbers): [least: number, most: number] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

/** Fewer steps between the smallest and the largest number leave too little of what they tell. */
const FEW_STEPS = 1000;

/**
 * A line on labels of 64 bits that lose much of what they tell, or undefined: between the smallest and the largest lie
 * few 32-bit floats, and some label is none of them.
 */
export function coarseLabels(given: Numbers, title: string): string | undefined {
  if (given instanceof Float32Array) return undefined;
  const [least, most] = rangeOf(given);
  if (least === most) return undefined;
  const step = stepAt(Math.max(Math.abs(least), Math.abs(most)));
  if (most - least >= FEW_STEPS * step || given.every((value) => Math.fround(value) === value)) {
    return undefined;
  }
  return `${title} is rounded: labels are kept as 32-bit floats, which lie ${step} apart near ${most}, and all labels are within ${most - least}; subtract a constant to keep the differences`;
}

/** A line on weights that 32-bit floats take for 0, or undefined. */
export function lostWeights(given: Numbers, title: string): string | undefined {
  if (given instanceof Float32Array) return undefined;
  let lost = 0;
  for (let row = 0; row < given.length; row++) {
    if (given[row]! > 0 && Math.fround(given[row]!) === 0) lost++;
  }
  if (lost === 0) return undefined;
  return `${title} is taken for 0 in ${lost} of ${given.length} rows: weights are kept as 32-bit floats, of which the smallest is 1.4e-45`;
}
