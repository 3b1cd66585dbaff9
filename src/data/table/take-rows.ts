/** Gathers some rows of a table into a new table in shared memory. */
import {
  type Data,
  Field,
  type Int32,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  Type,
  type Vector,
} from 'apache-arrow';
import { CambiumError } from '../../errors.js';
import { ColumnMemory } from '../memory.js';
import { noteTable } from '../reclaim.js';
import { columnTypeOf, fromArrowType } from '../schema/column-type.js';
import { storedData } from './stored-data.js';
import { isValid } from './validity.js';

type Values = Float64Array;

/** Copies chosen values of one chunk in which nothing is missing: the way of nearly all columns. */
function gatherPlain(values: Values, rows: Uint32Array, target: Values): void {
  for (let i = 0; i < rows.length; i++) target[i] = values[rows[i]!]!;
}

/** One chunk's data and the rows before it. */
interface Chunk {
  readonly data: Data;
  readonly start: number;
}

function chunksOf(parts: readonly Data[]): Chunk[] {
  let start = 0;
  return parts.map((data) => {
    const chunk = { data, start };
    start += data.length;
    return chunk;
  });
}

function gather(name: string, column: Vector, rows: Uint32Array, memory: ColumnMemory): Data {
  const parts = column.data.map(storedData);
  const stored = parts[0]?.type ?? column.type;
  const type = fromArrowType(stored);
  const isDictionary = stored.typeId === Type.Dictionary;
  const dictionaries = new Set(parts.map((data) => data.dictionary));
  if (type === undefined || (type === 'utf8' && !isDictionary) || dictionaries.size > 1) {
    throw new CambiumError(
      'column-type',
      `column "${name}": rows of ${column.type} cannot be taken`,
      {
        hint: 'read the table with readTable',
      },
    );
  }
  const length = rows.length;
  const bits = type === 'bool';
  const bytes = columnTypeOf(type).bytes;
  const address = memory.allocate(bits ? Math.ceil(length / 8) : length * bytes);
  const hasMissing = parts.some(({ nullCount }) => nullCount > 0);
  const validityAddress = hasMissing ? memory.allocate(Math.ceil(length / 8)) : 0;
  // Allocating is over: views of the memory stay the newest until the next column.
  const buffer = memory.memory.buffer;
  const ArrayType = (isDictionary ? Int32Array : stored.ArrayType) as new (
    buffer: ArrayBufferLike,
    address: number,
    length: number,
  ) => Values;
  const target = new ArrayType(buffer, address, bits ? Math.ceil(length / 8) : length);
  const bitmap = hasMissing
    ? new Uint8Array(buffer, validityAddress, Math.ceil(length / 8))
    : undefined;
  if (bits) (target as unknown as Uint8Array).fill(0);
  bitmap?.fill(0);
  let missing = 0;
  const chunks = chunksOf(parts);
  const plain = chunks.length === 1 && !bits && bitmap === undefined;
  if (plain) gatherPlain(parts[0]!.values as Values, rows, target);
  let chunk = chunks[0]!;
  let at = 0;
  for (let i = plain ? length : 0; i < length; i++) {
    const row = rows[i]!;
    if (row < chunk.start) at = 0;
    while (row >= chunks[at]!.start + chunks[at]!.data.length) at++;
    chunk = chunks[at]!;
    const { data } = chunk;
    const local = row - chunk.start;
    if (bits) {
      if (isValid(data.values as Uint8Array, data.offset + local)) {
        (target as unknown as Uint8Array)[i >> 3]! |= 1 << (i & 7);
      }
    } else target[i] = (data.values as Values)[local]!;
    if (bitmap === undefined) continue;
    const present = data.nullCount === 0 || isValid(data.nullBitmap!, data.offset + local);
    if (present) bitmap[i >> 3]! |= 1 << (i & 7);
    else missing++;
  }
  const common = { length, nullCount: missing, nullBitmap: bitmap, data: target };
  const dictionary = parts[0]?.dictionary;
  // The type is known only at run time; makeData's overloads name one each.
  return makeData({
    ...common,
    type: stored as Int32,
    ...(isDictionary ? { dictionary } : {}),
  } as unknown as { type: Int32; length: number });
}

/**
 * The rows of a table at some places, in the order given, as a table of its own.
 * @param rows places of rows, from 0; they may repeat.
 * @param memory where its columns are to lie; default: an arena of their own.
 */
export function takeRows(table: Table, rows: Uint32Array, memory?: ColumnMemory): Table {
  const { fields, metadata } = table.schema;
  const width = fields.reduce((sum, { type }) => {
    const known = fromArrowType(type);
    return sum + (known === undefined ? 8 : columnTypeOf(known).bytes || 1) + 1 / 8;
  }, 0);
  const arena = memory ?? new ColumnMemory(Math.ceil(rows.length * width) + fields.length * 128);
  const children = fields.map(({ name }, i) => gather(name, table.getChildAt(i)!, rows, arena));
  noteTable(children.reduce((sum, { byteLength }) => sum + byteLength, 0));
  const taken = fields.map(
    (field, i) => new Field(field.name, children[i]!.type, field.nullable, field.metadata),
  );
  const schema = new Schema(taken, metadata);
  const type = new Struct(taken);
  const data = makeData({ type, length: rows.length, nullCount: 0, children });
  return new Table(schema, [new RecordBatch(schema, data)]);
}
