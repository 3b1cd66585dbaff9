/** Writes a table of generated trips to a file: the same bytes for the same seed on any machine. */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CsvWriter, HEADER, MAXIMUM_ROW } from './csv.js';
import { TripMaker } from './trip.js';

/** What the bytes depend on besides rows and seed; raised whenever the generator changes. */
export const GENERATOR_VERSION = 1;

const BLOCK_ROWS = 8_192;

export interface GenerateOptions {
  readonly rows: number;
  /** A whole number from 0 to 2^53 - 1. */
  readonly seed: number;
  /** Called after each block with the rows that are written. */
  readonly onProgress?: (rows: number) => void;
}

/** Blocks of the file's bytes, header first; each is valid until the next is asked for. */
export function* tripBlocks(
  rows: number,
  seed: number,
): Generator<{ bytes: Uint8Array; rows: number }> {
  for (const [name, value] of Object.entries({ rows, seed })) {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new RangeError(`${name} must be a whole number of 0 or more, not ${value}`);
    }
  }
  const maker = new TripMaker(seed);
  const writer = new CsvWriter(new Uint8Array(HEADER.length + BLOCK_ROWS * MAXIMUM_ROW));
  writer.bytes.set(HEADER);
  writer.length = HEADER.length;
  for (let row = 0; row < rows || row === 0; ) {
    const end = Math.min(rows, row + BLOCK_ROWS);
    const first = row;
    for (; row < end; row++) {
      maker.make(row);
      writer.row(maker.trip);
    }
    yield { bytes: writer.bytes.subarray(0, writer.length), rows: end - first };
    writer.length = 0;
    if (rows === 0) return;
  }
}

/** Writes `rows` trips to `path`, which appears when it is whole, or not at all. */
export async function generateTrips(path: string, options: GenerateOptions): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}.partial`;
  try {
    const file = await open(partial, 'w');
    try {
      let written = 0;
      for (const block of tripBlocks(options.rows, options.seed)) {
        for (let at = 0; at < block.bytes.length; ) {
          at += (await file.write(block.bytes, at)).bytesWritten;
        }
        written += block.rows;
        options.onProgress?.(written);
      }
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}
