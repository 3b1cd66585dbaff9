/** Reads a form into one value a field: `application/x-www-form-urlencoded` and `multipart/form-data`. */
import { getMultipartBoundary, parseMultipart } from '@remix-run/multipart-parser';
import { quoted } from './fields.js';
import { RequestError } from './request-error.js';

/** Field names and their text. */
export type Form = Readonly<Record<string, string>>;

/** Names without a prototype, so that `constructor` is a name like any other. */
class FormFields {
  readonly form: Record<string, string> = Object.create(null);

  /** @throws RequestError 400 for a field that is given twice. */
  add(name: string, value: string): void {
    if (name in this.form) throw new RequestError(400, `field ${quoted(name)} is given twice`);
    this.form[name] = value;
  }
}

/**
 * @throws RequestError 415 for JSON, 400 for other text that is no form: its names would be pieces of a payload, which
 * no error may repeat; 400 for a field that is given twice.
 */
export function parseForm(body: Buffer): Form {
  const text = body.toString('utf8').trim();
  if (/^[{["]/.test(text)) {
    throw new RequestError(
      415,
      'the body is not a form; for JSON send content-type: application/json',
    );
  }
  if (text !== '' && !/^[^=&\s]+=/.test(text)) {
    throw new RequestError(
      400,
      'bad form: expected name=value pairs; for JSON send content-type: application/json',
    );
  }
  const fields = new FormFields();
  for (const [name, value] of new URLSearchParams(text)) fields.add(name, value);
  return fields.form;
}

/** @throws RequestError 400 for parts that cannot be read, files, and a field that is given twice. */
export function parseMultipartForm(body: Buffer, contentType: string): Form {
  const fields = new FormFields();
  try {
    const boundary = getMultipartBoundary(contentType)?.trim();
    if (!boundary) throw new RequestError(400, 'bad form: its content type names no boundary');
    // A body's own limit bounds its parts.
    const most = Math.max(1, body.length);
    const limits = { maxFileSize: most, maxTotalSize: most, maxParts: most };
    for (const part of parseMultipart(body, { boundary, ...limits })) {
      const { name } = part;
      if (name === undefined) throw new RequestError(400, 'bad form: a part has no name');
      if (part.isFile) {
        throw new RequestError(400, `field ${quoted(name)}: expected text, found a file`);
      }
      fields.add(name, part.text);
    }
  } catch (error) {
    if (error instanceof RequestError) throw error;
    throw new RequestError(400, 'bad form: the parts do not fit the boundary in its content type');
  }
  return fields.form;
}
