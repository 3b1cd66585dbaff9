/** Copies stretches of columns as floats, out of Arrow's batches or any other place. */
import type { Data, RecordBatch } from 'apache-arrow';
import { CambiumError, didYouMean, listNames } from '../../errors.js';
import { ArrowTypeId } from '../schema/arrow-type-id.js';
import { columnTypeOf, fromArrowType } from '../schema/column-type.js';
import { copyExact, isExactWide } from '../table/exact-floats.js';
import { isValid } from '../table/validity.js';
import { placeOf, wholeNumberError } from '../whole-numbers.js';
import { areTexts, type CategoryList, categoryCodes, numberCoder } from './category-codes.js';

/** One column's values of a few rows, as some reader has them: `rows` from `from` go to `target` at `at`. */
export type Copy = (
  target: Float32Array | Float64Array,
  at: number,
  from: number,
  rows: number,
) => void;

/** Copies floats; those that the bitmap leaves out become NaN. */
export function copyFloats(
  values: ArrayLike<number> & { subarray(from: number, to: number): ArrayLike<number> },
  validity: Uint8Array | undefined,
  offset: number,
  target: Float32Array | Float64Array,
  at: number,
  from: number,
  take: number,
): void {
  target.set(values.subarray(from, from + take), at);
  if (validity === undefined) return;
  for (let row = 0; row < take; row++) {
    if (!isValid(validity, offset + from + row)) target[at + row] = Number.NaN;
  }
}

/**
 * The wanted columns of a batch; default: all.
 * @param start rows of the file before the batch
 * @throws CambiumError `missing-column`, `column-type` or `integer-precision`
 */
export function ipcCopies(
  path: string,
  batch: RecordBatch,
  start: number,
  {
    columns,
    categories,
  }: {
    readonly columns?: readonly string[] | undefined;
    readonly categories?: ReadonlyMap<string, CategoryList> | undefined;
  },
): Copy[] {
  const names = batch.schema.fields.map(({ name }) => name);
  return (columns ?? names).map((name): Copy => {
    const data = batch.getChild(name)?.data[0];
    if (data === undefined) {
      throw new CambiumError('missing-column', `${path} has no column "${name}"`, {
        hint: didYouMean(name, names) ?? `its columns are ${listNames(names)}`,
      });
    }
    const known = categories?.get(name);
    if (known === undefined) return ipcCopy(path, name, data, start);
    if (!areTexts(known)) {
      const copy = ipcCopy(path, name, data, start);
      const code = numberCoder(known);
      return (target, at, from, take) => {
        copy(target, at, from, take);
        code(target, at, at + take);
      };
    }
    const codes = categoryCodes(path, name, data, known);
    return (target, at, from, take) => target.set(codes.subarray(from, from + take), at);
  });
}

function ipcCopy(path: string, name: string, data: Data, start: number): Copy {
  const validity = data.nullCount > 0 ? (data.nullBitmap ?? undefined) : undefined;
  const { offset } = data;
  if (data.type.typeId === ArrowTypeId.Bool) {
    const bits = data.values as Uint8Array;
    return (target, at, from, take) => {
      for (let row = 0; row < take; row++) {
        const present = validity === undefined || isValid(validity, offset + from + row);
        target[at + row] = present ? Number(isValid(bits, offset + from + row)) : Number.NaN;
      }
    };
  }
  const type = fromArrowType(data.type);
  if (type === undefined || columnTypeOf(type).family !== 'number') {
    throw new CambiumError(
      'column-type',
      `${path}, column "${name}" is ${data.type}, but numbers are needed`,
    );
  }
  if (isExactWide(data.type)) {
    const exact = new Float64Array(data.length);
    copyExact(data, exact, 0, (row, value) => {
      throw wholeNumberError(placeOf(path, name, start + row + 1), value);
    });
    return (target, at, from, take) => target.set(exact.subarray(from, from + take), at);
  }
  const values = data.values as Float64Array;
  return (target, at, from, take) => copyFloats(values, validity, offset, target, at, from, take);
}
