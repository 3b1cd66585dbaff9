import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Table } from 'apache-arrow';
import { afterAll, describe, expect, test } from 'vitest';
import { formatModel, train } from '../../../../src/boosting/index.js';
import { closeDatabase, readTable, writeTable } from '../../../../src/data/index.js';
import { caseColumns, caseData, cases } from '../support/cases.js';
import { type Columns, tableOf } from '../support/tables.js';

const folder = mkdtempSync(join(tmpdir(), 'cambium-formats-'));
afterAll(() => {
  closeDatabase();
  rmSync(folder, { recursive: true, force: true });
});

/** All columns as 64-bit floats. */
const widened = (columns: Columns): Columns =>
  Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [
      name,
      Float64Array.from(values, (v) => v / 3),
    ]),
  );
const narrow = caseColumns(18_000);

describe.each([
  ['32-bit columns', narrow, { numberType: 'float32' }],
  ['64-bit columns', widened(narrow), {}],
] as const)('%s', (type, columns, options) => {
  test.each(
    type === '32-bit columns'
      ? ['regression', 'binary', 'categorical', 'lambdarank', 'weighted regression']
      : ['regression', 'tweedie', 'weighted l1'],
  )('%s: the same bytes from memory, CSV, TSV, Parquet and Arrow', async (name) => {
    const kind = cases[name]!;
    const table = tableOf(columns);
    const parameters = { ...kind.parameters, num_iterations: 4, num_leaves: 15, num_threads: 2 };
    const bytes = async (from: Table) =>
      formatModel((await train(parameters, caseData(kind, from))).model);
    const expected = await bytes(table);
    for (const extension of ['csv', 'tsv', 'parquet', 'arrow']) {
      const path = join(folder, `${type} ${name}.${extension}`);
      await writeTable(table, path);
      expect((await bytes(await readTable(path, options))) === expected, extension).toBe(true);
    }
  });
});
