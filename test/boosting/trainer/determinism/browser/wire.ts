/** Plain data with typed arrays as text, and back: what Node and the browser tell each other. */

const kinds = { Float32Array, Float64Array, Int32Array, Uint32Array, Uint8Array } as const;
type Kind = keyof typeof kinds;
type Packed =
  | { readonly $: Kind; readonly data: string }
  | { readonly $: 'number'; readonly data: string };

function packBytes({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  let text = '';
  for (const byte of new Uint8Array(buffer, byteOffset, byteLength))
    text += String.fromCharCode(byte);
  return btoa(text);
}

export function pack(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown): unknown => {
    if (typeof part === 'number' && !Number.isFinite(part)) return { $: 'number', data: `${part}` };
    if (!ArrayBuffer.isView(part)) return part;
    return { $: part.constructor.name, data: packBytes(part) };
  });
}

export function unpack<T>(text: string): T {
  return JSON.parse(text, (_, part: Packed | null): unknown => {
    if (part?.$ === undefined) return part;
    if (part.$ === 'number') return Number(part.data);
    const bytes = Uint8Array.from(atob(part.data), (character) => character.charCodeAt(0));
    return new kinds[part.$](bytes.buffer);
  });
}
