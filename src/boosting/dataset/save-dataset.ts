/** Writes a binned data set to a file. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { writeAtomically } from '../../runtime/index.js';
import type { SparseColumns } from '../training-data/placed-table.js';
import { encode } from './bin-codes.js';
import type { DatasetParts } from './binned-dataset.js';
import {
  type ArrayEntry,
  align,
  type DatasetHeader,
  type FeatureEntry,
  type FileArray,
  MAGIC,
  PREFIX_BYTES,
  typeOf,
  VERSION,
} from './file-format.js';
import { encodeSparse } from './sparse-codes.js';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const bytesOf = (array: FileArray) =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

export async function saveDataset(parts: DatasetParts, path: string): Promise<void> {
  const arrays = arraysOf(parts);
  const entries: ArrayEntry[] = [];
  let offset = 0;
  for (const [name, array] of arrays) {
    const digest = sha256(bytesOf(array)).toString('hex');
    entries.push({ name, type: typeOf(array), length: array.length, offset, sha256: digest });
    offset = align(offset + array.byteLength);
  }
  const { columns, told, parameters } = parts;
  const header: DatasetHeader = {
    rows: columns.rows,
    told,
    parameters,
    features: featureEntries(parts),
    arrays: entries,
  };
  const json = Buffer.from(JSON.stringify(header));
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.write(MAGIC, 'latin1');
  prefix.writeUInt32LE(VERSION, 8);
  prefix.writeUInt32LE(json.length, 12);
  prefix.set(sha256(json), 16);
  const start = align(PREFIX_BYTES + json.length);
  await writeAtomically(path, async (partial) => {
    const file = await open(partial, 'w');
    try {
      await writeAll(file, prefix, 0);
      await writeAll(file, json, PREFIX_BYTES);
      for (const [index, [, array]] of arrays.entries()) {
        await writeAll(file, bytesOf(array), start + (entries[index] as ArrayEntry).offset);
      }
      // An empty or short last array ends at a boundary as well.
      await file.truncate(start + offset);
    } finally {
      await file.close();
    }
  });
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

/** All arrays by name. Features that no split can use have no bins. */
function arraysOf({ columns, mappers }: DatasetParts): [string, FileArray][] {
  const ranges = Float64Array.from(mappers.flatMap((mapper) => [mapper.minValue, mapper.maxValue]));
  const arrays: [string, FileArray | undefined][] = [
    ['label', columns.label],
    ['weight', columns.weight],
    ['queries', columns.queries],
    ['positions', columns.positions],
    ['initScore', columns.initScore],
    ['ranges', ranges],
    ...mappers.flatMap((mapper, index): [string, FileArray | undefined][] => [
      [`bounds.${index}`, mapper.categories === undefined ? mapper.upperBounds : undefined],
      [`categories.${index}`, mapper.categories],
      [
        `bins.${index}`,
        mapper.isTrivial || columns.sparse !== undefined
          ? undefined
          : encode(columns.features[index] as Float32Array, mapper),
      ],
    ]),
    ...(columns.sparse === undefined ? [] : sparseArrays(columns.sparse, mappers)),
  ];
  return arrays.filter((pair): pair is [string, FileArray] => pair[1] !== undefined);
}

function sparseArrays(
  sparse: SparseColumns,
  mappers: DatasetParts['mappers'],
): [string, FileArray][] {
  const { indptr, indices, codes } = encodeSparse(sparse, mappers);
  return [
    ['entries.indptr', indptr],
    ['entries.indices', indices],
    ['entries.bins', codes],
  ];
}

function featureEntries({ choice, dictionaries, mappers }: DatasetParts): FeatureEntry[] {
  return choice.names.map((name, index) => {
    const dictionary = dictionaries.get(name);
    const {
      upperBounds: _,
      categories: __,
      minValue: ___,
      maxValue: ____,
      ...mapper
    } = mappers[index] as DatasetParts['mappers'][number];
    return {
      name,
      categorical: choice.categorical.has(name),
      ...(dictionary !== undefined && { dictionary }),
      mapper,
    };
  });
}
