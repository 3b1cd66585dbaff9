// Counter-based random numbers: a value depends on what it is drawn for alone, never on the order of draws.

/** Mixes two words into one whose bits look random (the finalizer of MurmurHash3, Appleby). */
@inline export function mix(a: u32, b: u32): u32 {
  let h = (a ^ b * 0x9e3779b1) + 0x7f4a7c15;
  h = (h ^ h >> 16) * 0x85ebca6b;
  h = (h ^ h >> 13) * 0xc2b2ae35;
  return h ^ h >> 16;
}

/** A whole number of [0, limit). */
@inline export function below(word: u32, limit: u32): u32 {
  return <u32>(<u64>word * limit >> 32);
}
