/** Checks the texts of a decoded batch: each must lie among the bytes, and each code in its dictionary. */
import type { Data, RecordBatch } from 'apache-arrow';
import { isValid } from '../../table/validity.js';

const checked = new WeakSet<Data>();

/** @throws RangeError that names the column. */
export function checkTexts(batch: RecordBatch): void {
  batch.data.children.forEach((data, i) => {
    const fault = faultOf(data);
    if (fault === undefined) return;
    throw new RangeError(`column "${batch.schema.fields[i]?.name}": ${fault}`);
  });
}

function faultOf(data: Data): string | undefined {
  const { valueOffsets, dictionary } = data;
  if (dictionary !== undefined) {
    for (const chunk of dictionary.data) {
      // A dictionary is that of many batches.
      if (checked.has(chunk)) continue;
      const fault = faultOf(chunk);
      if (fault !== undefined) return fault;
      checked.add(chunk);
    }
    return codesFit(data, dictionary.length) ? undefined : 'a code beyond its dictionary';
  }
  if (valueOffsets === undefined || !ArrayBuffer.isView(data.values)) return undefined;
  return offsetsFit(valueOffsets, data.length, data.values.byteLength)
    ? undefined
    : 'a text beyond the bytes of all texts';
}

/** Offsets of `length` texts never fall, and end within `bytes`. */
function offsetsFit(
  offsets: ArrayLike<number> | ArrayLike<bigint>,
  length: number,
  bytes: number,
): boolean {
  if (length === 0) return true;
  let before = offsets[0]!;
  if (before < 0 || !(offsets[length]! <= bytes)) return false;
  for (let row = 1; row <= length; row++) {
    const offset = offsets[row]!;
    if (offset < before) return false;
    before = offset;
  }
  return true;
}

function codesFit(data: Data, size: number): boolean {
  const codes = data.values as ArrayLike<number | bigint>;
  const bitmap = data.nullCount > 0 ? data.nullBitmap : undefined;
  for (let row = 0; row < data.length; row++) {
    const code = codes[row]!;
    if (code >= 0 && code < size) continue;
    // What stands at a missing value is of no matter.
    if (!bitmap || isValid(bitmap, data.offset + row)) return false;
  }
  return true;
}
