// Turns raw column values into codes: the position of a value among the model's own thresholds.
// Floats are compared as integers in the order of their values, so nothing is rounded or flushed.

struct Batch {
  rows: u32,
  // Rows from one slot's codes to the next one's; at least `rows`.
  stride: u32,
  slots: u32,
  // Workgroups are numbered x + y * width, as one dimension does not hold them all.
  width: u32,
}

struct Slot {
  firstBoundary: u32,
  boundaries: u32,
  firstCode: u32,
  nanCode: u32,
}

// Bits of a code: 8, 16 or 32; codes of neighbouring slots share a word.
override CODE_BITS: u32 = 8;
override ROWS: u32 = 64;

@group(0) @binding(0) var<uniform> batch: Batch;
@group(0) @binding(1) var<storage, read> columns: array<u32>;
// For each slot, the first word of its column and 1 where values are 64 bits wide.
@group(0) @binding(2) var<storage, read> placement: array<vec2<u32>>;
@group(0) @binding(3) var<storage, read> slots: array<Slot>;
@group(0) @binding(4) var<storage, read> boundaries32: array<u32>;
// High word, low word.
@group(0) @binding(5) var<storage, read> boundaries64: array<vec2<u32>>;
@group(0) @binding(6) var<storage, read> codeOf: array<u32>;
@group(0) @binding(7) var<storage, read_write> codes: array<u32>;

const SIGN = 0x80000000u;

fn sortable32(bits: u32) -> u32 {
  return select(bits | SIGN, ~bits, (bits & SIGN) != 0u);
}

fn sortable64(bits: vec2<u32>) -> vec2<u32> {
  return select(vec2(bits.x | SIGN, bits.y), ~bits, (bits.x & SIGN) != 0u);
}

fn isNan32(bits: u32) -> bool {
  return (bits & 0x7fffffffu) > 0x7f800000u;
}

fn isNan64(bits: vec2<u32>) -> bool {
  let high = bits.x & 0x7fffffffu;
  return high > 0x7ff00000u || (high == 0x7ff00000u && bits.y != 0u);
}

// Number of boundaries below the value.
fn search32(slot: Slot, key: u32) -> u32 {
  var low = 0u;
  var high = slot.boundaries;
  while (low < high) {
    let middle = (low + high) / 2u;
    if (boundaries32[slot.firstBoundary + middle] < key) { low = middle + 1u; } else { high = middle; }
  }
  return low;
}

fn search64(slot: Slot, key: vec2<u32>) -> u32 {
  var low = 0u;
  var high = slot.boundaries;
  while (low < high) {
    let middle = (low + high) / 2u;
    let boundary = boundaries64[slot.firstBoundary + middle];
    if (boundary.x < key.x || (boundary.x == key.x && boundary.y < key.y)) {
      low = middle + 1u;
    } else {
      high = middle;
    }
  }
  return low;
}

fn encode(slotIndex: u32, row: u32) -> u32 {
  let slot = slots[slotIndex];
  let place = placement[slotIndex];
  if (place.y == 0u) {
    let bits = columns[place.x + row];
    if (isNan32(bits)) { return slot.nanCode; }
    return codeOf[slot.firstCode + search32(slot, sortable32(bits))];
  }
  let at = place.x + 2u * row;
  let bits = vec2(columns[at + 1u], columns[at]);
  if (isNan64(bits)) { return slot.nanCode; }
  return codeOf[slot.firstCode + search64(slot, sortable64(bits))];
}

@compute @workgroup_size(ROWS)
fn main(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  let blocks = (batch.rows + ROWS - 1u) / ROWS;
  let index = workgroup.x + workgroup.y * batch.width;
  let word = index / blocks;
  let row = (index % blocks) * ROWS + local;
  let slotsPerWord = 32u / CODE_BITS;
  let first = word * slotsPerWord;
  if (first >= batch.slots || row >= batch.rows) { return; }
  var packed = 0u;
  for (var i = 0u; i < slotsPerWord && first + i < batch.slots; i++) {
    packed |= encode(first + i, row) << (i * CODE_BITS);
  }
  codes[word * batch.stride + row] = packed;
}
