/** Numbers of bins in place of values, and values in place of bins. */
import type { ColumnMemory } from '../../data/index.js';
import { type BinMapper, valueToBin } from '../bins/index.js';

type Numbers = Float32Array | Float64Array;

/** Finds the bin of a value. */
export function binFinder(mapper: BinMapper): (value: number) => number {
  const { categories } = mapper;
  if (categories === undefined) return (value) => valueToBin(mapper, value);
  const binOf = new Map(Array.from(categories, (category, bin) => [category, bin]));
  return (value) => (value >= 0 ? (binOf.get(Math.trunc(value)) ?? 0) : 0);
}

/** Numbers of bins, in as few bytes as they need. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** Room for numbers of bins below `numBins`. */
export function emptyCodes(length: number, numBins: number): Codes {
  if (numBins <= 0x100) return new Uint8Array(length);
  return numBins <= 0x10000 ? new Uint16Array(length) : new Uint32Array(length);
}

/** The bin of each value. */
export function encode(values: Numbers, mapper: BinMapper): Codes {
  const codes = emptyCodes(values.length, mapper.numBins);
  const binOf = binFinder(mapper);
  for (let row = 0; row < values.length; row++) codes[row] = binOf(values[row]!);
  return codes;
}

const MOST_FLOAT32 = 3.4028234663852886e38;

/** The largest 32-bit float that is not above `value`. */
function floor32(value: number): number {
  const near = Math.fround(value);
  if (near <= value) return Math.min(near, MOST_FLOAT32);
  if (near === 0) return -(2 ** -149);
  const bits = new Int32Array(new Float32Array([near]).buffer);
  bits[0]! += near > 0 ? -1 : 1;
  return new Float32Array(bits.buffer)[0] as number;
}

/** For each bin a value that falls into it; of 32 bits where such values can be had for all. */
export function representatives(mapper: BinMapper): Numbers {
  const { categories, upperBounds, numBins, nanBin } = mapper;
  if (categories !== undefined) {
    const values = Float64Array.from(categories, (category) =>
      category < 0 ? Number.NaN : category,
    );
    // Beyond, 32-bit floats skip whole numbers.
    return values.some((category) => category >= 2 ** 24) ? values : Float32Array.from(values);
  }
  const bins = Array.from({ length: numBins }, (_, bin) => bin);
  const wide = Float64Array.from(bins, (bin) =>
    bin === nanBin ? Number.NaN : Math.min(upperBounds[bin]!, Number.MAX_VALUE),
  );
  const narrow = Float32Array.from(wide, floor32);
  const fits = bins.every((bin) => bin === nanBin || valueToBin(mapper, narrow[bin]!) === bin);
  return fits ? narrow : wide;
}

/** A column in `memory` whose values fall into the bins of `codes`. */
export function decode(codes: Codes, mapper: BinMapper, memory: ColumnMemory): Numbers {
  const table = representatives(mapper);
  const column =
    table instanceof Float32Array
      ? memory.allocateFloat32(codes.length)
      : memory.allocateFloat64(codes.length);
  for (let row = 0; row < codes.length; row++) column[row] = table[codes[row]!]!;
  return column;
}
