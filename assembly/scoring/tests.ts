/** Stage 2: the tests of a tree's upper nodes for all rows of a tile, 16 rows an instruction, one bit a node. */
import { TILE } from './layout';

@inline
function test(acc: v128, column: usize, rank: v128): v128 {
  // A comparison gives -1 where the row goes right: subtracting it shifts in a bit.
  return i8x16.sub(i8x16.add(acc, acc), i8x16.gt_s(v128.load(column), rank));
}

/** Groups of eight numerical nodes; the first node is the highest bit of the mask. */
export function testNumeric(group: usize, groups: u32, bins: usize, rows: usize, masks: usize): void {
  for (let g: u32 = 0; g < groups; g++) {
    const c0 = bins + <usize>load<u32>(group, 0);
    const c1 = bins + <usize>load<u32>(group, 4);
    const c2 = bins + <usize>load<u32>(group, 8);
    const c3 = bins + <usize>load<u32>(group, 12);
    const c4 = bins + <usize>load<u32>(group, 16);
    const c5 = bins + <usize>load<u32>(group, 20);
    const c6 = bins + <usize>load<u32>(group, 24);
    const c7 = bins + <usize>load<u32>(group, 28);
    const t0 = v128.load(group, 32);
    const t1 = v128.load(group, 48);
    const t2 = v128.load(group, 64);
    const t3 = v128.load(group, 80);
    const t4 = v128.load(group, 96);
    const t5 = v128.load(group, 112);
    const t6 = v128.load(group, 128);
    const t7 = v128.load(group, 144);
    for (let row: usize = 0; row < rows; row += 16) {
      let acc = i8x16.neg(i8x16.gt_s(v128.load(c0 + row), t0));
      acc = test(acc, c1 + row, t1);
      acc = test(acc, c2 + row, t2);
      acc = test(acc, c3 + row, t3);
      acc = test(acc, c4 + row, t4);
      acc = test(acc, c5 + row, t5);
      acc = test(acc, c6 + row, t6);
      acc = test(acc, c7 + row, t7);
      v128.store(masks + row, acc);
    }
    masks += TILE;
    group += 160;
  }
}

/** Groups of up to eight categorical nodes; the last node is the lowest bit of the mask. */
export function testCategorical(group: usize, groups: u32, bins: usize, rows: usize, masks: usize): void {
  const zero = i8x16.splat(0);
  for (let g: u32 = 0; g < groups; g++) {
    const tests = load<u32>(group);
    let end: usize = group + 4;
    for (let row: usize = 0; row < rows; row += 16) {
      let at = group + 4;
      let acc = zero;
      for (let t: u32 = 0; t < tests; t++) {
        const pages = load<u32>(at);
        at += 4;
        let inside = zero;
        for (let p: u32 = 0; p < pages; p++) {
          const hi = v128.load(bins + <usize>load<u32>(at) + row);
          const bit = v128.load(bins + <usize>load<u32>(at, 4) + row);
          inside = v128.or(inside, v128.and(i8x16.swizzle(v128.load(at, 8), hi), bit));
          at += 24;
        }
        acc = i8x16.sub(i8x16.add(acc, acc), i8x16.eq(inside, zero));
      }
      v128.store(masks + row, acc);
      end = at;
    }
    masks += TILE;
    group = end;
  }
}

/** One categorical test for one row of the tile: whether the row goes right. */
export function testRow(at: usize, bins: usize, row: usize): u32 {
  const pages = load<u32>(at);
  at += 4;
  for (let p: u32 = 0; p < pages; p++) {
    const hi = <usize>load<u8>(bins + <usize>load<u32>(at) + row);
    const bit = load<u8>(bins + <usize>load<u32>(at, 4) + row);
    if (hi < 16 && (load<u8>(at + 8 + hi) & bit) != 0) return 0;
    at += 24;
  }
  return 1;
}
