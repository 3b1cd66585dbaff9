/** JSON as Cortex's APIs take it: an object of fields for one row, a list of objects for several. */
import { parseJson } from '../json.js';
import { kindOf, RequestError } from '../request-error.js';
import type { Payload } from '../rows.js';
import type { Codec } from './codec.js';

export const jsonRows: Codec = {
  contentTypes: ['application/json'],
  answerType: 'application/json',

  accepts: (type) => type === 'application/json' || type === '' || type.endsWith('+json'),

  decode(body, _contentType, maxItems) {
    const payload = parseJson(body);
    if (!Array.isArray(payload)) return { rows: [payload], isList: false };
    if (payload.length > maxItems) {
      throw new RequestError(
        400,
        `a list may have ${maxItems} items, this one has ${payload.length}`,
      );
    }
    return { rows: payload, isList: true };
  },

  read(reader, row, out, isItem) {
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) {
      return reader.fromJson(row as Payload, out);
    }
    const expected = `an object with the fields${isItem ? '' : ', or a list of such objects'}`;
    throw new RequestError(400, `expected ${expected}, found ${kindOf(row)}`);
  },

  encode: (answers, isList) => (isList ? `[${answers.join(',')}]` : (answers[0] as string)),
};
