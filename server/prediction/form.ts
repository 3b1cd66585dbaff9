/** Reads a form into one value a field: `application/x-www-form-urlencoded` and `multipart/form-data`. */
import { RequestError } from './request-error.js';

/** Field names and their text. */
export type Form = Readonly<Record<string, string>>;

function collect(entries: Iterable<[string, unknown]>): Form {
  const form: Record<string, string> = Object.create(null);
  for (const [name, value] of entries) {
    if (typeof value !== 'string') {
      throw new RequestError(400, `field "${name}": expected text, found a file`);
    }
    if (name in form) throw new RequestError(400, `field "${name}" is given twice`);
    form[name] = value;
  }
  return form;
}

/** @throws RequestError 400 for a field that is given twice. */
export function parseForm(body: Buffer): Form {
  return collect(new URLSearchParams(body.toString('utf8').trim()));
}

/** Copies the body before it waits. */
export async function parseMultipart(body: Buffer, contentType: string): Promise<Form> {
  const copy = new Uint8Array(body);
  let data: FormData;
  try {
    data = await new Response(copy, { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw new RequestError(400, 'bad form: the parts do not fit the boundary in its content type');
  }
  return collect(data as unknown as Iterable<[string, unknown]>);
}
