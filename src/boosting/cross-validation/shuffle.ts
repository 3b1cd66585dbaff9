/** The order of rows for a seed: the same on every machine. */

/**
 * The numbers from 0 to `length - 1` in an order drawn from `seed`: Fisher and Yates' shuffle by the
 * generator mulberry32 (T. Ettinger), whose state is one 32-bit word.
 */
export function shuffled(length: number, seed: number): Uint32Array {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), 1 | state);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return (word ^ (word >>> 14)) >>> 0;
  };
  const order = inOrder(length);
  for (let last = length - 1; last > 0; last--) {
    const other = Math.floor((random() / 2 ** 32) * (last + 1));
    const kept = order[last] as number;
    order[last] = order[other] as number;
    order[other] = kept;
  }
  return order;
}

export function inOrder(length: number): Uint32Array {
  return Uint32Array.from({ length }, (_, index) => index);
}
