// Walks rows down trees. A workgroup holds ROWS rows; LANES invocations share the trees of each row.
// Leaf values are 64-bit fixed-point integers: their sum is exact and the same in any order.

struct Batch {
  rows: u32,
  stride: u32,
  slots: u32,
  // Workgroups are numbered x + y * width, as one dimension does not hold them all.
  width: u32,
}

// One stretch of the ensemble's trees.
struct Part {
  trees: u32,
  // Trees of successive classes follow each other; this is the first tree's class.
  firstClass: u32,
  classes: u32,
  // 1 adds to what earlier parts have summed; for leaf numbers, the first tree's own number.
  base: u32,
}

override ROWS: u32 = 64;
override LANES: u32 = 4;
// Bits of a code: 8, 16 or 32.
override CODE_BITS: u32 = 8;
// Words that hold the codes of one row.
override WORDS: u32 = 1;
// 1 copies the workgroup's codes to its own memory first; 0 where they do not fit.
override TILED: u32 = 1;
override TILE_WORDS: u32 = 256;
override PARTIAL_WORDS: u32 = 256;
// Bits of a node's number of a pair of children.
override PAIR_BITS: u32 = 8;
override CATEGORICAL: u32 = 0;
// 1 writes the number of each tree's leaf instead of the sum of their values.
override LEAVES: u32 = 0;

@group(0) @binding(0) var<uniform> batch: Batch;
@group(0) @binding(1) var<uniform> part: Part;
@group(0) @binding(2) var<storage, read> codes: array<u32>;
// Inner node: x the code, set or key to compare with; y, from its lowest bit: 1 default right (when
// missing codes exist), 1 categorical, 1 left child is a leaf, 1 right child is a leaf, PAIR_BITS
// the pair of children, the rest the slot. Leaf: low and high word of its value, or its number.
@group(0) @binding(3) var<storage, read> nodes: array<vec2<u32>>;
// First node of each tree; its root is the second, and pair p of children begins at 2 p.
@group(0) @binding(4) var<storage, read> trees: array<u32>;
@group(0) @binding(5) var<storage, read> sets: array<u32>;
// Sums: low and high word for each class and row. Leaf numbers: one for each tree and row.
@group(0) @binding(6) var<storage, read_write> result: array<u32>;

var<workgroup> tile: array<u32, TILE_WORDS>;
var<workgroup> partials: array<vec2<u32>, PARTIAL_WORDS>;

fn add64(a: vec2<u32>, b: vec2<u32>) -> vec2<u32> {
  let low = a.x + b.x;
  return vec2(low, a.y + b.y + select(0u, 1u, low < a.x));
}

fn codeAt(slot: u32, localRow: u32, row: u32) -> u32 {
  let word = slot / (32u / CODE_BITS);
  var packed: u32;
  if (TILED == 1u) {
    packed = tile[word * ROWS + localRow];
  } else {
    packed = codes[word * batch.stride + row];
  }
  if (CODE_BITS == 32u) { return packed; }
  return extractBits(packed, (slot % (32u / CODE_BITS)) * CODE_BITS, CODE_BITS);
}

// The leaf of one tree that a row falls into.
fn descend(tree: u32, localRow: u32, row: u32) -> vec2<u32> {
  let first = trees[tree];
  var node = nodes[first + 1u];
  loop {
    let code = codeAt(node.y >> (4u + PAIR_BITS), localRow, row);
    // Missing is code 0: it goes left as the smallest, or right by wrapping round to the largest.
    var right = select(0u, 1u, code - (node.y & 1u) > node.x);
    if (CATEGORICAL == 1u && (node.y & 2u) != 0u) {
      right = 1u - ((sets[node.x + (code >> 5u)] >> (code & 31u)) & 1u);
    }
    let isLeaf = (node.y >> (2u + right)) & 1u;
    node = nodes[first + 2u * extractBits(node.y, 4u, PAIR_BITS) + right];
    if (isLeaf == 1u) { break; }
  }
  return node;
}

@compute @workgroup_size(ROWS, LANES)
fn main(
  @builtin(workgroup_id) workgroup: vec3<u32>,
  @builtin(local_invocation_id) local: vec3<u32>,
) {
  let block = workgroup.x + workgroup.y * batch.width;
  if (block >= (batch.rows + ROWS - 1u) / ROWS) { return; }
  let row = block * ROWS + local.x;
  let lane = local.y;
  let inside = row < batch.rows;

  if (TILED == 1u) {
    if (inside) {
      for (var word = lane; word < WORDS; word += LANES) {
        tile[word * ROWS + local.x] = codes[word * batch.stride + row];
      }
    }
    workgroupBarrier();
  }

  if (LEAVES == 1u) {
    if (inside) {
      for (var tree = lane; tree < part.trees; tree += LANES) {
        result[(part.base + tree) * batch.stride + row] = descend(tree, local.x, row).x;
      }
    }
    return;
  }

  for (var group = 0u; group < part.classes; group++) {
    var sum = vec2(0u);
    if (inside) {
      let first = (group + part.classes - part.firstClass) % part.classes;
      for (var tree = first + lane * part.classes; tree < part.trees; tree += LANES * part.classes) {
        sum = add64(sum, descend(tree, local.x, row));
      }
    }
    if (LANES > 1u) {
      partials[lane * ROWS + local.x] = sum;
      workgroupBarrier();
      for (var half = LANES / 2u; half > 0u; half /= 2u) {
        if (lane < half) {
          let at = lane * ROWS + local.x;
          partials[at] = add64(partials[at], partials[at + half * ROWS]);
        }
        workgroupBarrier();
      }
      sum = partials[local.x];
      workgroupBarrier();
    }
    if (lane == 0u && inside) {
      let at = 2u * (group * batch.stride + row);
      if (part.base == 1u) { sum = add64(sum, vec2(result[at], result[at + 1u])); }
      result[at] = sum.x;
      result[at + 1u] = sum.y;
    }
  }
}
