/** Reads a binned data set from a file. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { ColumnMemory } from '../../data/index.js';
import { CambiumError } from '../../errors.js';
import { checkInput, unreadable } from '../../runtime/input-file.js';
import type { BinMapper } from '../bins/index.js';
import { type Codes, decode } from './bin-codes.js';
import { BinnedDataset } from './binned-dataset.js';
import {
  type ArrayEntry,
  align,
  type DatasetHeader,
  emptyArray,
  type FileArray,
  MAGIC,
  PREFIX_BYTES,
  VERSION,
} from './file-format.js';
import { decodedBytes, decodeSparse, type SparseCodes } from './sparse-codes.js';

/**
 * Reads what {@link BinnedDataset.save} has written. Trainings on it give the same models; it cannot go on
 * from an earlier model, which needs values where the file has bins.
 * @throws CambiumError `missing-file`, `not-a-file`, `unreadable`; `bad-dataset` with the reason when the file is cut short, altered,
 *   of another version, or no such file at all
 */
export async function loadDataset(path: string): Promise<BinnedDataset> {
  checkInput(path, { expected: 'a binned data set' });
  const file = await open(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  try {
    return await read(path, file);
  } finally {
    await file.close();
  }
}

/** Whether a file begins as binned data sets do. */
export async function isDatasetFile(path: string): Promise<boolean> {
  try {
    checkInput(path);
  } catch {
    return false;
  }
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
    return buffer.toString('latin1', 0, bytesRead) === MAGIC;
  } catch {
    return false;
  } finally {
    await file.close();
  }
}

async function read(path: string, file: FileHandle): Promise<BinnedDataset> {
  const bad = (reason: string, hint?: string) =>
    new CambiumError('bad-dataset', `${path}: ${reason}`, { hint });
  const fill = async (bytes: Uint8Array, position: number) => {
    for (let done = 0; done < bytes.length; ) {
      const { bytesRead } = await file.read(bytes, done, bytes.length - done, position + done);
      if (bytesRead === 0) {
        throw bad(`the file is cut short: it ends at byte ${position + done}`);
      }
      done += bytesRead;
    }
    return bytes;
  };
  const { size } = await file.stat();
  const prefix = Buffer.alloc(PREFIX_BYTES);
  const { bytesRead } = await file.read(prefix, 0, Math.min(size, PREFIX_BYTES), 0);
  if (prefix.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw bad('this is no binned data set of Cambium', 'tables are read with readTable');
  }
  if (bytesRead < PREFIX_BYTES) throw bad(`the file is cut short: it ends at byte ${bytesRead}`);
  const version = prefix.readUInt32LE(8);
  if (version !== VERSION) {
    throw bad(`version ${version} of the format, but this release reads version ${VERSION}`);
  }
  const headerBytes = prefix.readUInt32LE(12);
  if (PREFIX_BYTES + headerBytes > size) {
    throw bad(
      `the file is cut short: it has ${size} bytes, its header ends at ${PREFIX_BYTES + headerBytes}`,
    );
  }
  const json = await fill(new Uint8Array(headerBytes), PREFIX_BYTES);
  const digest = createHash('sha256').update(json).digest();
  if (!timingSafeEqual(digest, prefix.subarray(16, PREFIX_BYTES))) {
    throw bad('the header is not what was written: its checksum differs');
  }
  const header = JSON.parse(Buffer.from(json).toString()) as DatasetHeader;
  const start = align(PREFIX_BYTES + headerBytes);
  const entries = new Map(header.arrays.map((entry) => [entry.name, entry]));
  const array = async (name: string): Promise<FileArray | undefined> => {
    const entry = entries.get(name);
    if (entry === undefined) return undefined;
    const values = emptyArray(entry.type, entry.length);
    const bytes = new Uint8Array(values.buffer);
    await fill(bytes, start + entry.offset);
    checkArray(entry, bytes, bad);
    return values;
  };
  return build(header, array);
}

function checkArray(
  { name, sha256 }: ArrayEntry,
  bytes: Uint8Array,
  bad: (reason: string) => CambiumError,
): void {
  if (createHash('sha256').update(bytes).digest('hex') === sha256) return;
  throw bad(`"${name}" is not what was written: its checksum differs`);
}

/** Undefined where the table was not sparse. */
async function sparseCodes(
  array: (name: string) => Promise<FileArray | undefined>,
): Promise<SparseCodes | undefined> {
  const indptr = await array('entries.indptr');
  if (indptr === undefined) return undefined;
  return {
    indptr: indptr as Int32Array,
    indices: (await array('entries.indices')) as Int32Array,
    codes: (await array('entries.bins')) as Codes,
  };
}

async function build(
  { rows, told, parameters, features }: DatasetHeader,
  array: (name: string) => Promise<FileArray | undefined>,
): Promise<BinnedDataset> {
  const sparse = await sparseCodes(array);
  const memory = new ColumnMemory(
    sparse === undefined ? rows * features.length * 4 : decodedBytes(sparse),
  );
  const ranges = (await array('ranges')) as Float64Array;
  const mappers: BinMapper[] = [];
  const columns: (Float32Array | Float64Array)[] = [];
  let unused: Float32Array | undefined;
  for (const [index, { mapper: kept }] of features.entries()) {
    const categories = (await array(`categories.${index}`)) as Int32Array | undefined;
    const mapper: BinMapper = {
      ...kept,
      upperBounds: ((await array(`bounds.${index}`)) ?? new Float64Array(0)) as Float64Array,
      minValue: ranges[2 * index] as number,
      maxValue: ranges[2 * index + 1] as number,
      ...(categories !== undefined && { categories }),
    };
    const codes = (await array(`bins.${index}`)) as Codes | undefined;
    mappers.push(mapper);
    if (sparse !== undefined) continue;
    // Features that no split can use share zeros.
    if (codes === undefined) unused ??= memory.allocateFloat32(rows);
    columns.push(codes === undefined ? (unused as Float32Array) : decode(codes, mapper, memory));
  }
  return new BinnedDataset({
    memory,
    choice: {
      names: features.map(({ name }) => name),
      categorical: new Set(
        features.filter(({ categorical }) => categorical).map(({ name }) => name),
      ),
    },
    dictionaries: new Map(
      features.flatMap(({ name, dictionary }): [string, readonly string[]][] =>
        dictionary === undefined ? [] : [[name, dictionary]],
      ),
    ),
    columns: {
      rows,
      features: columns,
      ...(sparse !== undefined && { sparse: decodeSparse(sparse, mappers, memory) }),
      label: (await array('label')) as Float64Array,
      weight: (await array('weight')) as Float64Array | undefined,
      queries: (await array('queries')) as Uint32Array | undefined,
      positions: (await array('positions')) as Uint32Array | undefined,
      initScore: (await array('initScore')) as Float64Array | undefined,
    },
    mappers,
    told,
    parameters,
    hasValues: false,
  });
}
