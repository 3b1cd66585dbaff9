/** Arrays for the work of cutting a feature, kept from one feature to the next: a thread cuts many. */

interface ArrayType<T> {
  new (buffer: ArrayBuffer, byteOffset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
}

const buffers = new Map<string, ArrayBuffer>();

/**
 * An array for a purpose, with whatever was left in it. It is lost when the same purpose asks again, so nothing
 * that outlives the cut of a feature may be kept in it.
 */
export function workArray<T>(purpose: string, type: ArrayType<T>, length: number): T {
  const bytes = length * type.BYTES_PER_ELEMENT;
  let buffer = buffers.get(purpose);
  if (buffer === undefined || buffer.byteLength < bytes) {
    buffer = new ArrayBuffer(bytes);
    buffers.set(purpose, buffer);
  }
  return new type(buffer, 0, length);
}
