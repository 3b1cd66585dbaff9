/**
 * Checks how an Arrow IPC file or stream is built before apache-arrow decodes it, which trusts it:
 * a damaged length would keep it busy for hours, or give rows of nothing.
 *
 * | form | layout |
 * |---|---|
 * | file | `ARROW1`, 2 bytes, messages, footer, int32 footer's bytes, `ARROW1` |
 * | stream | messages, then a length of 0 or the end |
 * | message | int32 -1 (older writers leave it out), int32 metadata's bytes, metadata, body |
 *
 * The numbers of fields are those of Arrow's `Schema.fbs`, `Message.fbs` and `File.fbs`.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { CambiumError } from '../../../errors.js';
import { FlatTable, lengthAt } from './flatbuffer.js';

const SCHEMA = 1;
const DICTIONARY_BATCH = 2;
const RECORD_BATCH = 3;

const FILE_HEAD = 8;
/** The footer's length and `ARROW1`. */
const FILE_TAIL = 10;
const BLOCK_BYTES = 24;
/** A field node, or a buffer. */
const PAIR_BYTES = 16;

const damaged = (what: string) => new RangeError(what);

/** Bytes of a file, read where they are wanted. */
class Bytes {
  readonly size: number;
  readonly #file: number;

  constructor(file: number, size: number) {
    this.#file = file;
    this.size = size;
  }

  at(position: number, length: number): DataView {
    if (position < 0 || length < 0 || position + length > this.size)
      throw damaged('beyond the end');
    const bytes = Buffer.alloc(length);
    for (let read = 0; read < length; ) {
      const count = readSync(this.#file, bytes, read, length - read, position + read);
      if (count === 0) throw damaged('beyond the end');
      read += count;
    }
    return new DataView(bytes.buffer, bytes.byteOffset, length);
  }
}

/** What a column's buffers must hold; `bits` a value, or undefined where that is not fixed. */
interface Flat {
  readonly bits: number | undefined;
  readonly buffers: 2 | 3;
}

/** Arrow's `Type` union, for types without children. Others end the check of sizes, not of structure. */
function flatOf(code: number | undefined, type: FlatTable | undefined): Flat | undefined {
  switch (code) {
    case 2: // Int: bitWidth
      return { bits: type?.int32(0) ?? 0, buffers: 2 };
    case 3: // FloatingPoint: half, single, double
      return { bits: 16 << (type?.int16(0) ?? 0), buffers: 2 };
    case 6: // Bool
      return { bits: 1, buffers: 2 };
    case 8: // Date: day, or millisecond, which is the default
      return { bits: (type?.int16(0) ?? 1) === 0 ? 32 : 64, buffers: 2 };
    case 10: // Timestamp: its zone is a text
      type?.vector(1, 1);
      return { bits: 64, buffers: 2 };
    case 4: // Binary
    case 5: // Utf8
      return { bits: 32, buffers: 3 };
    case 19: // LargeBinary
    case 20: // LargeUtf8
      return { bits: 64, buffers: 3 };
    default:
      return undefined;
  }
}

/** The columns of a schema; undefined where one is nested or of a type of no fixed form. */
type Columns = readonly Flat[] | undefined;

function checkPairs(table: FlatTable, field: number): void {
  for (const pair of table.tables(field)) {
    pair.vector(0, 1);
    pair.vector(1, 1);
  }
}

function checkField(field: FlatTable): Flat | undefined {
  field.vector(0, 1);
  checkPairs(field, 6);
  let nested = false;
  for (const child of field.tables(5)) {
    checkField(child);
    nested = true;
  }
  const flat = flatOf(field.uint8(2), field.table(3));
  const dictionary = field.table(4);
  if (dictionary !== undefined) {
    // The column holds indices: 32 bits unless it says.
    return { bits: dictionary.table(1)?.int32(0) ?? 32, buffers: 2 };
  }
  return nested ? undefined : flat;
}

function checkSchema(schema: FlatTable | undefined): Columns {
  if (schema === undefined) throw damaged('no schema');
  checkPairs(schema, 2);
  schema.vector(3, 8);
  const columns = [...schema.tables(1)].map(checkField);
  return columns.includes(undefined) ? undefined : (columns as Flat[]);
}

/** Checks a batch against its body, and where the columns are known, that each has room for its rows. */
function checkBatch(view: DataView, batch: FlatTable, body: number, columns: Columns): void {
  const rows = batch.length(0);
  const nodes = batch.vector(1, PAIR_BYTES);
  const buffers = batch.vector(2, PAIR_BYTES);
  const compressed = batch.table(3) !== undefined;
  const sizes: number[] = [];
  for (let i = 0; i < (buffers?.length ?? 0); i++) {
    const at = buffers!.at + i * PAIR_BYTES;
    const size = lengthAt(view, at + 8);
    if (lengthAt(view, at) + size > body) throw damaged('a buffer beyond its batch');
    sizes.push(size);
  }
  for (let i = 0; i < (nodes?.length ?? 0); i++) {
    const length = lengthAt(view, nodes!.at + i * PAIR_BYTES);
    if (lengthAt(view, nodes!.at + i * PAIR_BYTES + 8) > length) throw damaged('too many nulls');
    if (columns !== undefined && length !== rows) throw damaged('columns of unlike lengths');
  }
  if (columns === undefined) return;
  const wanted = columns.reduce((sum, column) => sum + column.buffers, 0);
  if ((nodes?.length ?? 0) !== columns.length || sizes.length !== wanted) {
    throw damaged('a batch of other columns than the schema');
  }
  if (compressed || rows === 0) return;
  let next = 0;
  for (const { bits, buffers: count } of columns) {
    // Texts have one offset more than rows.
    const values = count === 3 ? rows + 1 : rows;
    if (bits !== undefined && sizes[next + 1]! * 8 < values * bits) {
      throw damaged('a column shorter than its batch');
    }
    next += count;
  }
}

/** A message's metadata; its body follows the metadata. */
class Message {
  readonly kind: number;
  readonly body: number;
  readonly #view: DataView;
  readonly #header: FlatTable;

  constructor(view: DataView) {
    const message = FlatTable.root(view);
    const header = message.table(2);
    if (header === undefined) throw damaged('an empty message');
    checkPairs(message, 4);
    this.kind = message.uint8(1) ?? 0;
    this.body = message.length(3);
    this.#view = view;
    this.#header = header;
  }

  schema(): Columns {
    return checkSchema(this.#header);
  }

  checkBatch(columns: Columns): void {
    if (this.kind === RECORD_BATCH) checkBatch(this.#view, this.#header, this.body, columns);
    else if (this.kind === DICTIONARY_BATCH) {
      const batch = this.#header.table(1);
      if (batch === undefined) throw damaged('a dictionary without values');
      checkBatch(this.#view, batch, this.body, undefined);
    } else throw damaged('a message that is no batch');
  }
}

/** The message at a position, and where its body begins; undefined at the end of a stream. */
function readMessage(bytes: Bytes, position: number) {
  const first = bytes.at(position, 4).getInt32(0, true);
  const prefix = first === -1 ? 8 : 4;
  const length = first === -1 ? bytes.at(position + 4, 4).getInt32(0, true) : first;
  if (length === 0) return undefined;
  const start = position + prefix;
  return { message: new Message(bytes.at(start, length)), bodyAt: start + length };
}

function checkFile(bytes: Bytes): void {
  const end = bytes.size - FILE_TAIL;
  const length = bytes.at(end, 4).getInt32(0, true);
  const begin = end - length;
  if (length <= 0 || begin < FILE_HEAD) throw damaged('a footer of no length that can be');
  const view = bytes.at(begin, length);
  const footer = FlatTable.root(view);
  checkPairs(footer, 4);
  const columns = checkSchema(footer.table(1));
  for (const [field, kind] of [
    [2, DICTIONARY_BATCH],
    [3, RECORD_BATCH],
  ] as const) {
    const blocks = footer.vector(field, BLOCK_BYTES);
    for (let i = 0; i < (blocks?.length ?? 0); i++) {
      const at = blocks!.at + i * BLOCK_BYTES;
      const position = lengthAt(view, at);
      const found = position < FILE_HEAD ? undefined : readMessage(bytes, position);
      if (found?.message.kind !== kind) throw damaged('a batch that is not where the footer says');
      if (found.bodyAt + found.message.body > begin) throw damaged('a batch beyond the end');
      const said = view.getInt32(at + 8, true) + lengthAt(view, at + 16);
      if (position + said !== found.bodyAt + found.message.body) {
        throw damaged('a batch of another length than the footer says');
      }
      found.message.checkBatch(columns);
    }
  }
}

function checkStream(bytes: Bytes): void {
  let columns: Columns;
  let position = 0;
  // A stream may end without its mark.
  for (let first = true; position < bytes.size; first = false) {
    const found = readMessage(bytes, position);
    if (found === undefined) return;
    if (first && found.message.kind !== SCHEMA) throw damaged('no schema at the begin');
    if (first) columns = found.message.schema();
    else found.message.checkBatch(columns);
    position = found.bodyAt + found.message.body;
  }
  if (position > bytes.size) throw damaged('beyond the end');
}

/** @throws CambiumError `damaged` when the parts of the file do not fit together, e.g. when it is cut short. */
export function checkIpc(path: string, isFile: boolean, size: number): void {
  const file = openSync(path, 'r');
  try {
    const bytes = new Bytes(file, size);
    if (isFile) checkFile(bytes);
    else checkStream(bytes);
  } catch (cause) {
    throw cause instanceof RangeError ? damagedIpc(path, cause) : cause;
  } finally {
    closeSync(file);
  }
}

/** The error for parts that do not fit together. The engine's own words for it are of no use to a user. */
export function damagedIpc(path: string, cause: RangeError): CambiumError {
  const reason = /DataView|bounds|Invalid/.test(cause.message)
    ? 'a part lies beyond the end'
    : cause.message;
  return new CambiumError('damaged', `${path} cannot be read as Arrow IPC: ${reason}`, {
    hint: 'is the file cut short, or damaged?',
    cause,
  });
}
