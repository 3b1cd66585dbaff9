/** The slots' tables as the pre-passes `bin.wgsl` and `key.wgsl` read them. */
import { keyCategories } from './representation.js';
import type { Slot } from './slots.js';
import { roundDown32, sortable32, sortable64 } from './sortable.js';
import type { Words } from './words.js';

/** Arrays of `bin.wgsl`. */
export interface BinTables {
  /** First boundary, boundaries, first code, code of NaN. */
  readonly slots: Words;
  readonly boundaries32: Words;
  /** High word, low word. */
  readonly boundaries64: Words;
  readonly codes: Words;
}

export function binTables(slots: readonly Slot[]): BinTables {
  const boundaries = slots.reduce((sum, slot) => sum + slot.boundaries.length, 0);
  const tables = {
    slots: new Uint32Array(4 * slots.length),
    boundaries32: new Uint32Array(Math.max(1, boundaries)),
    boundaries64: new Uint32Array(2 * Math.max(1, boundaries)),
    codes: new Uint32Array(boundaries + slots.length),
  };
  let boundary = 0;
  let code = 0;
  slots.forEach((slot, index) => {
    tables.slots.set([boundary, slot.boundaries.length, code, slot.nanCode], 4 * index);
    tables.codes.set(slot.codes, code);
    code += slot.codes.length;
    for (const value of slot.boundaries) {
      // Adding zero makes -0 a 0: the two are equal as floats but not as keys.
      tables.boundaries32[boundary] = sortable32(roundDown32(value) + 0);
      sortable64(value, tables.boundaries64, 2 * boundary);
      boundary++;
    }
  });
  return tables;
}

/** The array of `key.wgsl`: kind, and number of categories. */
export function keyTable(slots: readonly Slot[]): Words {
  return Uint32Array.from(slots.flatMap((slot) => [slot.kind, keyCategories(slot)]));
}
