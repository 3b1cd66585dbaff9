/** Forms: one row, whose fields are texts. */
import { type Form, parseForm, parseMultipartForm } from '../form.js';
import type { Codec } from './codec.js';

function formCodec(type: string, parse: (body: Buffer, contentType: string) => Form): Codec<Form> {
  return {
    contentTypes: [type],
    answerType: 'application/json',
    accepts: (given) => given === type,
    decode: (body, contentType) => ({ rows: [parse(body, contentType)], isList: false }),
    read: (reader, form, out) => reader.fromForm(form, out),
    encode: ([answer]) => answer as string,
  };
}

export const urlEncodedForm = formCodec('application/x-www-form-urlencoded', parseForm);
export const multipartForm = formCodec('multipart/form-data', parseMultipartForm);
