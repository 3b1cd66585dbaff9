/** A table beyond one memory is refused by what its file says of it, before it is read. */
import { expect, test } from 'vitest';
import { openTableWriter, readTable } from '../../../src/data/index.js';
import { failure, temporaryFolder } from '../folder.js';

const folder = temporaryFolder();

test('Parquet tells its rows: the error says how many fit', async () => {
  const path = folder.file('wide.parquet');
  const fields = Array.from(
    { length: 50 },
    (_, i) => ({ name: `c${i}`, type: 'float64' }) as const,
  );
  const writer = await openTableWriter(path, fields);
  const zeros = new Float64Array(50_000);
  await writer.appendColumns(
    fields.map(() => zeros),
    zeros.length,
  );
  await writer.close();
  // 220 times 50,000 rows of 400 bytes.
  const error = await failure(() => readTable(new Array(220).fill(path)));
  expect(error).toMatchObject({ code: 'memory-limit' });
  expect(error.problem).toMatch(
    /wide\.parquet and 219 more: 11000000 rows of 50 columns take 4\.10 GiB, but one memory holds 4 GiB: 10737238 such rows$/,
  );
});
