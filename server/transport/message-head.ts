/** What a request's headers say of its body, checked so that no other server can read a different body out of it. */
import { errorReply, MAX_HEADER_BYTES, type Reply } from './transport.js';

function refuse(status: number, error: string): Reply {
  return { ...errorReply(status, error), close: true };
}

const BAD_LENGTH = refuse(400, 'content-length: expected one whole number');
export const BAD_CODING = refuse(501, 'transfer-encoding: only "chunked" is supported');
const BAD_BOTH = refuse(400, 'expected either content-length or transfer-encoding, found both');
export const TOO_LONG = refuse(
  431,
  `the line and headers of a request may have ${MAX_HEADER_BYTES} bytes`,
);
export const BAD_EXPECTATION = refuse(417, 'expect: only "100-continue" is supported');
export const NO_HOST = refuse(400, 'the header "host" is missing');

/** Bytes of a header beside its name and value: a colon, a space, and the end of the line. */
const AROUND_HEADER = 4;

const DIGITS = /^[0-9]+$/;

/** Reads headers one at a time. One object serves all requests of a server, one after the other. */
export class MessageHead {
  #length: string | undefined;
  #chunked = false;
  #bytes = 0;
  contentType = '';
  contentEncoding = '';
  /** The answer to a request that must not be read on. */
  fault: Reply | undefined;

  /** @param bytes of the request's line. */
  begin(bytes: number): void {
    this.#length = undefined;
    this.#chunked = false;
    this.#bytes = bytes;
    this.contentType = '';
    this.contentEncoding = '';
    this.fault = undefined;
  }

  /** Bytes of body that were announced; 0 when none were. */
  get declared(): number {
    return this.#length === undefined ? 0 : Number(this.#length);
  }

  /** @param name in lower case. */
  readonly add = (name: string, value: string): void => {
    this.#bytes += name.length + value.length + AROUND_HEADER;
    if (this.#bytes > MAX_HEADER_BYTES) this.fault ??= TOO_LONG;
    switch (name) {
      case 'content-type':
        if (this.contentType === '') this.contentType = value;
        return;
      case 'content-length':
        if (!DIGITS.test(value) || (this.#length ?? value) !== value) this.fault ??= BAD_LENGTH;
        else if (this.#chunked) this.fault ??= BAD_BOTH;
        this.#length = value;
        return;
      case 'transfer-encoding':
        if (this.#chunked || value.toLowerCase() !== 'chunked') this.fault ??= BAD_CODING;
        else if (this.#length !== undefined) this.fault ??= BAD_BOTH;
        this.#chunked = true;
        return;
      case 'content-encoding':
        this.contentEncoding =
          this.contentEncoding === '' ? value : `${this.contentEncoding}, ${value}`;
        return;
      case 'expect':
        if (value.toLowerCase() !== '100-continue') this.fault ??= BAD_EXPECTATION;
    }
  };
}
