/** Scans the bytes of LibSVM lines into the arrays of a sparse matrix. */
import { CambiumError } from '../../errors.js';
import { beyondWhole, isMissing, parseDecimal, quoteField } from '../text/decimal.js';
import { wholeNumberError } from '../whole-numbers.js';

/** Where rows go. The views change when room is made. */
export interface LibsvmTarget {
  readonly indptr: Int32Array;
  readonly labels: Float64Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
  /** Makes room for so many rows and entries in all, keeping those in use. */
  reserve(rows: number, entries: number, usedRows: number, usedEntries: number): void;
}

const SPACE = 0x20;
const NEWLINE = 0x0a;
const COLON = 0x3a;
const HASH = 0x23;
/** The shortest entry is `1:2` and a space, the shortest row `0` and a line end. */
const LEAST_ENTRY = 4;
const LEAST_ROW = 2;
const MOST_INDEX = 2 ** 31 - 2;

/** The state of reading one file, block by block. */
export class LibsvmParser {
  rows = 0;
  entries = 0;
  /** Entries past the width that was told. */
  beyond = 0;
  queries: Float64Array | undefined;
  readonly #path: string;
  readonly #target: LibsvmTarget;
  readonly #limit: number | undefined;
  readonly #labelled: boolean;
  #widest = 0;
  #line = 0;

  /**
   * @param columns the width, where it is known
   * @param labelled whether a row begins with a label
   */
  constructor(path: string, target: LibsvmTarget, columns: number | undefined, labelled = true) {
    this.#path = path;
    this.#target = target;
    this.#limit = columns;
    this.#labelled = labelled;
  }

  /** Width of the matrix so far, or as told. */
  get columns(): number {
    return this.#limit ?? this.#widest;
  }

  /** Forgets the rows so far, so that the target's arrays are filled anew. */
  restart(): void {
    this.rows = 0;
    this.entries = 0;
    this.#queryRows = 0;
  }

  /** Reads whole lines: the first `length` bytes. */
  parse(bytes: Uint8Array, length: number): void {
    this.#target.reserve(
      this.rows + Math.ceil(length / LEAST_ROW) + 1,
      this.entries + Math.ceil(length / LEAST_ENTRY) + 1,
      this.rows,
      this.entries,
    );
    let at = 0;
    while (at < length) {
      let end = bytes.indexOf(NEWLINE, at);
      if (end < 0 || end > length) end = length;
      this.#line++;
      this.#parseLine(bytes, at, end);
      at = end + 1;
    }
  }

  #parseLine(bytes: Uint8Array, start: number, end: number): void {
    const { indptr, labels, indices, values } = this.#target;
    let at = start;
    while (at < end && bytes[at]! <= SPACE) at++;
    if (at === end || bytes[at] === HASH) return;
    let from = at;
    let label = Number.NaN;
    if (this.#labelled) {
      while (at < end && bytes[at]! > SPACE) at++;
      label = parseDecimal(bytes, from, at);
      if (Number.isNaN(label) && !isMissing(bytes, from, at)) {
        throw this.#bad('a label, a number', bytes, from, at);
      }
      this.#refuseBeyond(label, bytes, from, at);
    }
    const first = this.entries;
    const limit = this.#limit ?? MOST_INDEX + 1;
    let entries = first;
    let last = -1;
    let ordered = true;
    for (;;) {
      while (at < end && bytes[at]! <= SPACE) at++;
      if (at >= end || bytes[at] === HASH) break;
      from = at;
      let index = 0;
      for (; at < end; at++) {
        const digit = bytes[at]! - 0x30;
        if (digit < 0 || digit > 9) break;
        index = index * 10 + digit;
      }
      const digits = at - from;
      if (digits === 0 && bytes[at] === 0x71) {
        at = this.#parseQuery(bytes, at, end);
        continue;
      }
      let colon = at;
      while (colon < end && (bytes[colon] === SPACE || bytes[colon] === 0x09)) colon++;
      if (digits === 0 || bytes[colon] !== COLON || colon >= end) {
        while (at < end && bytes[at]! > SPACE) at++;
        throw this.#bad('index:value', bytes, from, at);
      }
      at = colon + 1;
      while (at < end && (bytes[at] === SPACE || bytes[at] === 0x09)) at++;
      const begin = at;
      while (at < end && bytes[at]! > SPACE) at++;
      const value = parseDecimal(bytes, begin, at);
      if (Number.isNaN(value) && (begin === at || !isMissing(bytes, begin, at))) {
        throw this.#bad(`a number behind "${index}:"`, bytes, begin, at);
      }
      this.#refuseBeyond(value, bytes, begin, at);
      if (index > MOST_INDEX) throw this.#bad('an index below 2^31 - 1', bytes, from, colon);
      if (index >= limit) {
        this.beyond++;
        continue;
      }
      if (index <= last) ordered = false;
      last = index;
      indices[entries] = index;
      values[entries++] = value;
    }
    if (!ordered) this.#sort(indices, values, first, entries);
    if (entries > first) this.#widest = Math.max(this.#widest, indices[entries - 1]! + 1);
    this.entries = entries;
    labels[this.rows] = label;
    this.#closeRow(indptr);
  }

  #closeRow(indptr: Int32Array): void {
    this.rows++;
    indptr[this.rows] = this.entries;
    const known = this.#queryRows;
    // Either every row has a query, or none.
    if (known !== 0 && known !== this.rows) {
      throw new CambiumError(
        'bad-libsvm',
        `${this.#path}:${this.#line}: expected qid:, as in ${known < this.rows ? 'the rows before' : 'all rows or none'}`,
      );
    }
  }

  /** Rows whose query is known. */
  #queryRows = 0;

  /** Reads `qid:17`, and gives where it ends. */
  #parseQuery(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    while (at < end && bytes[at]! > SPACE) at++;
    const isQuery = bytes[start + 1] === 0x69 && bytes[start + 2] === 0x64;
    const query = parseDecimal(bytes, start + 4, Math.max(at, start + 4));
    if (!isQuery || bytes[start + 3] !== COLON || !Number.isSafeInteger(query)) {
      throw this.#bad('index:value or qid:number', bytes, start, at);
    }
    if (this.#queryRows !== this.rows) {
      const why = this.#queryRows > this.rows ? 'one qid: a row' : 'no qid:, as in the rows before';
      throw this.#bad(why, bytes, start, at);
    }
    if (this.queries === undefined || this.rows >= this.queries.length) {
      const larger = new Float64Array(Math.max(1024, 2 * this.rows));
      larger.set(this.queries ?? []);
      this.queries = larger;
    }
    this.queries[this.rows] = query;
    this.#queryRows++;
    return at;
  }

  /** Puts a row's entries in order. */
  #sort(indices: Int32Array, values: Float64Array, first: number, end: number): void {
    const own = indices.slice(first, end);
    const ownValues = values.slice(first, end);
    const order = Uint32Array.from(own, (_, entry) => entry);
    order.sort((one, other) => own[one]! - own[other]! || one - other);
    order.forEach((entry, place) => {
      const index = own[entry]!;
      if (place > 0 && indices[first + place - 1] === index) {
        throw new CambiumError(
          'bad-libsvm',
          `${this.#path}:${this.#line}: index ${index} is there twice`,
        );
      }
      indices[first + place] = index;
      values[first + place] = ownValues[entry]!;
    });
  }

  #refuseBeyond(value: number, bytes: Uint8Array, start: number, end: number): void {
    const beyond = beyondWhole(value, bytes, start, end);
    if (beyond !== undefined) throw wholeNumberError(`${this.#path}:${this.#line}`, beyond);
  }

  #bad(expected: string, bytes: Uint8Array, start: number, end: number): CambiumError {
    const found = start >= end ? 'the end of the line' : quoteField(bytes, start, end);
    return new CambiumError(
      'bad-libsvm',
      `${this.#path}:${this.#line}: expected ${expected}, found ${found}`,
      { hint: 'a row is "label index:value index:value …"' },
    );
  }
}
