/** The protocols of requests, chosen by content type. */
import { quoted } from '../fields.js';
import { RequestError } from '../request-error.js';
import type { Codec } from './codec.js';
import { multipartForm, urlEncodedForm } from './forms.js';
import { jsonRows } from './json-rows.js';

export type { Codec, Decoded } from './codec.js';

/** In the order in which they are asked. A new protocol is a file beside these and a place in this list. */
const CODECS: readonly Codec[] = [jsonRows, urlEncodedForm as Codec, multipartForm as Codec];

/** @throws RequestError 415 that lists the content types that there are */
export function chooseCodec(contentType: string): Codec {
  // By far the most common, and no text is made.
  if (contentType === 'application/json' || contentType === '') return jsonRows;
  const type = (contentType.split(';', 1)[0] as string).trim().toLowerCase();
  const codec = CODECS.find((one) => one.accepts(type));
  if (codec !== undefined) return codec;
  const types = CODECS.flatMap((one) => one.contentTypes);
  const known = `${types.slice(0, -1).join(', ')} or ${types.at(-1)}`;
  throw new RequestError(415, `content type ${quoted(type)} is not supported: send ${known}`);
}
