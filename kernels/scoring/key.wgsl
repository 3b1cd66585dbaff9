// Turns 32-bit float values into keys: integers in the order of the values, 0 for a missing one.

struct Batch {
  rows: u32,
  // Rows from one slot's keys to the next one's; at least `rows`.
  stride: u32,
  slots: u32,
  // Workgroups are numbered x + y * width, as one dimension does not hold them all.
  width: u32,
}

struct Slot {
  kind: u32,
  // Categorical: categories from this one on are in no set of the model.
  categories: u32,
}

const MISSING_ZERO = 1u;
const MISSING_NAN = 2u;
const CATEGORICAL = 3u;

override ROWS: u32 = 64;

@group(0) @binding(0) var<uniform> batch: Batch;
@group(0) @binding(1) var<storage, read> columns: array<u32>;
@group(0) @binding(2) var<storage, read> placement: array<vec2<u32>>;
@group(0) @binding(3) var<storage, read> slots: array<Slot>;
@group(0) @binding(4) var<storage, read_write> codes: array<u32>;

const SIGN = 0x80000000u;
// The bits of 1e-35: LightGBM takes what is not farther from zero for zero.
const ZERO_BITS = 0x0554ad2eu;

// Categories are shifted by one: 0 is none of the model's.
fn category(bits: u32, categories: u32) -> u32 {
  let magnitude = bits & 0x7fffffffu;
  // Below one in magnitude is category 0, negative zero included; 0x4f000000 is 2^31.
  if (magnitude < 0x3f800000u) { return select(0u, 1u, categories > 0u); }
  if ((bits & SIGN) != 0u || magnitude >= 0x4f000000u) { return 0u; }
  let exponent = magnitude >> 23u;
  let mantissa = (magnitude & 0x007fffffu) | 0x00800000u;
  let whole = select(mantissa >> min(150u - exponent, 31u), mantissa << min(exponent - 150u, 31u), exponent >= 150u);
  return select(0u, whole + 1u, whole < categories);
}

fn key(bits: u32, slot: Slot) -> u32 {
  let magnitude = bits & 0x7fffffffu;
  let isNan = magnitude > 0x7f800000u;
  if (slot.kind == CATEGORICAL) {
    if (isNan) { return 0u; }
    return category(bits, slot.categories);
  }
  if (isNan) { return select(SIGN, 0u, slot.kind == MISSING_NAN || slot.kind == MISSING_ZERO); }
  if (slot.kind == MISSING_ZERO && magnitude <= ZERO_BITS) { return 0u; }
  return select(bits | SIGN, ~bits, (bits & SIGN) != 0u);
}

@compute @workgroup_size(ROWS)
fn main(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  let blocks = (batch.rows + ROWS - 1u) / ROWS;
  let index = workgroup.x + workgroup.y * batch.width;
  let slot = index / blocks;
  let row = (index % blocks) * ROWS + local;
  if (slot >= batch.slots || row >= batch.rows) { return; }
  codes[slot * batch.stride + row] = key(columns[placement[slot].x + row], slots[slot]);
}
