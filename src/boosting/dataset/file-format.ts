/**
 * The file of a binned data set.
 *
 * | bytes | what |
 * |---|---|
 * | 8 | `CAMBINDS` |
 * | 4 | version of the format, little-endian |
 * | 4 | bytes of the header |
 * | 32 | SHA-256 of the header |
 * | … | the header: JSON, see {@link DatasetHeader} |
 * | … | arrays, each at a multiple of 64 bytes, as the header lists them; little-endian |
 */
import type { BinMapper } from '../bins/index.js';
import type { BinParameters } from './bin-parameters.js';
import type { ToldColumns } from './binned-dataset.js';

export const MAGIC = 'CAMBINDS';
export const VERSION = 1;
export const PREFIX_BYTES = 48;
const ALIGNMENT = 64;

export const align = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

const ARRAY_TYPES = {
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;

export type ArrayType = keyof typeof ARRAY_TYPES;
export type FileArray =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

export function typeOf(array: FileArray): ArrayType {
  const names = Object.keys(ARRAY_TYPES) as ArrayType[];
  return names.find((name) => array instanceof ARRAY_TYPES[name]) as ArrayType;
}

export function emptyArray(type: ArrayType, length: number): FileArray {
  return new ARRAY_TYPES[type](length);
}

/** One array: where it is, counted from the first array, and its checksum. */
export interface ArrayEntry {
  readonly name: string;
  readonly type: ArrayType;
  readonly length: number;
  readonly offset: number;
  readonly sha256: string;
}

/**
 * One feature. Its bounds, or categories, and bins are arrays: `bounds.0`, `categories.0`, `bins.0` and so on. A sparse
 * table has the bins of its entries instead: `entries.indptr`, where each row's begin; `entries.indices`, their
 * features; `entries.bins`.
 */
export interface FeatureEntry {
  readonly name: string;
  readonly categorical: boolean;
  /** Names of categories that are texts, in the order of their codes. */
  readonly dictionary?: readonly string[];
  /** What JSON can hold of the mapper; its smallest and largest value are in the array `ranges`. */
  readonly mapper: Omit<BinMapper, 'upperBounds' | 'categories' | 'minValue' | 'maxValue'>;
}

export interface DatasetHeader {
  readonly rows: number;
  readonly told: ToldColumns;
  readonly parameters: BinParameters;
  readonly features: readonly FeatureEntry[];
  readonly arrays: readonly ArrayEntry[];
}
