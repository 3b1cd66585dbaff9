/** Arrow files and streams that are damaged anywhere: an error or a table, at once, and never half of one. */
import {
  Dictionary,
  Int32,
  makeBuilder,
  Table,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { readTable, scanBatches } from '../../../src/data/index.js';
import { CambiumError } from '../../../src/errors.js';
import { temporaryFolder } from '../folder.js';

const folder = temporaryFolder();
const ROWS = 40;

const codes = makeBuilder({ type: new Dictionary(new Utf8(), new Int32()), nullValues: [null] });
for (let row = 0; row < ROWS; row++) codes.append(row % 7 === 0 ? null : `c${row % 3}`);
const rows = Array.from({ length: ROWS }, (_, row) => row);
const table = new Table({
  x: vectorFromArray(rows.map((row) => (row % 5 === 0 ? null : row / 3))),
  text: vectorFromArray(
    rows.map((row) => (row % 4 === 0 ? null : 'a'.repeat(row % 6))),
    new Utf8(),
  ),
  code: codes.finish().toVector(),
});
const forms = [
  ['file', Buffer.from(tableToIPC(table, 'file'))],
  ['stream', Buffer.from(tableToIPC(table, 'stream'))],
] as const;

/** What reading a file of these bytes gives: its rows, or its error. */
async function outcome(bytes: Buffer): Promise<number | CambiumError> {
  const path = folder.write('damaged.arrow', bytes);
  try {
    return (await readTable(path, { allowEmpty: true })).numRows;
  } catch (error) {
    expect(error).toBeInstanceOf(CambiumError);
    expect((error as CambiumError).describe()).toMatch(/^[^\n]*damaged\.arrow[^\n]*$/);
    return error as CambiumError;
  }
}

describe.each(forms)('an Arrow %s', (form, bytes) => {
  test('is read when it is whole', async () => {
    expect(await outcome(bytes)).toBe(ROWS);
  });

  test.each([
    ['turned', (byte: number) => byte ^ 0xa5],
    ['set', () => 0xff],
    ['cleared', () => 0],
  ])('with any four bytes %s ends at once', async (_, change) => {
    const codesSeen = new Set<string>();
    for (let at = 0; at < bytes.length; at += 4) {
      const damaged = Buffer.from(bytes);
      for (let i = at; i < at + 4 && i < bytes.length; i++) damaged[i] = change(damaged[i]!);
      const result = await outcome(damaged);
      if (result instanceof CambiumError) codesSeen.add(result.code);
    }
    expect(codesSeen).toContain('damaged');
  });

  test('that is cut short is never taken for whole', async () => {
    for (let length = bytes.length - 9; length > 0; length -= 13) {
      const result = await outcome(bytes.subarray(0, length));
      // A stream may end between two messages, or within its mark of the end.
      if (form === 'file' || result !== ROWS) expect(result).toSatisfy(isErrorOrEmpty(form));
    }
  });
});

const isErrorOrEmpty = (form: string) => (result: number | CambiumError) =>
  result instanceof CambiumError || (form === 'stream' && result === 0);

test('texts that point beyond the bytes are refused by every reader', async () => {
  const bytes = Buffer.from(forms[0][1]);
  const { buffer, byteOffset } = table.getChild('text')!.data[0]!.valueOffsets;
  const at = bytes.indexOf(Buffer.from(buffer, byteOffset, ROWS * 4));
  expect(at).toBeGreaterThan(0);
  bytes.writeInt32LE(0x7fff_0000, at + 4);
  const path = folder.write('texts.arrow', bytes);
  const message = /texts\.arrow.*column "text": a text beyond the bytes of all texts/;
  await expect(readTable(path)).rejects.toThrow(message);
  await expect(scanBatches(path).next()).rejects.toThrow(message);
  await expect(readTable(path, { sql: 'SELECT x FROM source' })).rejects.toThrow(message);
});
