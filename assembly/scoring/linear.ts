/**
 * Leaves that are linear in some features. Table: a leaf's address each; leaf: constant f64, value for a
 * row with a missing feature f64, number of terms, then (at 24) terms of coefficient f64, feature u32, u32 unused.
 */
export function addLinear(table: usize, sources: usize, start: usize, rows: usize, exits: usize, sums: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    const leaf = <usize>load<u32>(table + (<usize>(~load<i32>(exits + (row << 2))) << 2));
    const terms = load<u32>(leaf, 16);
    let output = load<f64>(leaf);
    let at = leaf + 24;
    for (let t: u32 = 0; t < terms; t++) {
      const source = sources + (<usize>load<u32>(at, 8) << 3);
      const address = <usize>load<u32>(source);
      const x = load<u32>(source, 4) == 1
        ? load<f64>(address + ((start + row) << 3))
        : <f64>load<f32>(address + ((start + row) << 2));
      if (x != x) {
        output = load<f64>(leaf, 8);
        break;
      }
      output += load<f64>(at) * x;
      at += 16;
    }
    store<f64>(sums + (row << 3), load<f64>(sums + (row << 3)) + output);
  }
}
