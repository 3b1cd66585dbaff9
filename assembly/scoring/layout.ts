/**
 * Where things lie in memory: the host (src/scoring/wasm/plan.ts) writes these tables, the stages read
 * them. Offsets are in bytes, fields are u32 unless said otherwise, addresses are absolute.
 *
 * Plan                         Bin task                        Tree
 *  0 number of features         0 kind: 0 numeric, 1 category    0 numeric groups
 *  4 number of bin tasks        4 feature                        4 categorical groups
 *  8 bin tasks                  8 missing rule                   8 numeric groups' address
 * 12 number of trees           12 thresholds f64 | ids i32      12 categorical groups' address
 * 16 trees                     16 log2 | number of ids          16 tables: 256 u32 a group
 * 20 classes                   20 number of emits               20 exit values f64
 * 24 columns of bins           24 emits                         24 exits i32
 * 28 row plan                                                   28 1 if no exit leads to a node
 *                              Emit                             32 nodes below the exits
 *                               0 base rank | page              36 leaf values f64
 * Source column                 4 missing goes right | hi col   40 linear leaves, or 0
 *  0 address                    8 column | bit column           44 class
 *  4 1 for f64, 0 for f32
 *
 * Numeric group: 8 columns' offsets in the tile (u32), then 8 ranks, each 16 times (i8x16).
 * Categorical group: number of tests, then tests. Test: number of pages, then pages. Page: offset of
 * the hi column, offset of the bit column, set of 128 categories (16 bytes).
 * For contributions the plan has two words more: 32 address of the contribution trees, 36 address of the expected
 * values (f64, one a class); their layout is told in contributions.ts.
 * Node below an exit: column offset, rank (i32) or address of a test, left, right (i32 child: a node,
 * or ~leaf); the column offset is TEST for a categorical node.
 */

/** Rows that go through the trees together: their bins, sums and one tree's tables stay in the first-level cache. */
export const TILE: usize = 1024;

/** Column offset that marks a categorical node. */
export const TEST: u32 = 0xffffffff;

export const RULE_NONE: u32 = 0;
export const RULE_ZERO: u32 = 1;
export const RULE_NAN: u32 = 2;

/** LightGBM's kZeroThreshold, a float literal there. */
export const ZERO: f64 = <f64>(<f32>1e-35);

/** Bytes of scratch after the bins: ranks, masks, queue, leaves, the rows that go on; then the sums. */
export const RANKS: usize = TILE * 4;
export const MASKS: usize = TILE * 4;
export const QUEUE: usize = TILE * 8;
export const LEAVES: usize = TILE * 4;
export const LIVE: usize = TILE * 4;
