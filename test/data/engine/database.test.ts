/** The one DuckDB of a process: opened late, closed cleanly, in nobody's way when the process ends. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  sqlIdentifier,
  sqlNumber,
  sqlPath,
  sqlString,
  withConnection,
} from '../../../src/data/engine/index.js';
import { closeDatabase, configureDatabase, readTable } from '../../../src/data/index.js';
import { built } from '../../../src/runtime/index.js';
import { failure, temporaryFolder } from '../folder.js';

const folder = temporaryFolder();

describe('the process', () => {
  test('ends by itself after reading, with or without closing', () => {
    const path = folder.write('t.csv', 'a,b\n1,x\n2,y\n');
    const module = pathToFileURL(built('src/data/index.js')).href;
    for (const close of ['', 'await closeDatabase();']) {
      const script = `import { closeDatabase, readTable } from ${JSON.stringify(module)};
        const table = await readTable(${JSON.stringify(path)});
        console.log(table.numRows);
        ${close}`;
      const started = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
        encoding: 'utf8',
        timeout: 30_000,
        cwd: folder.path,
      });
      expect(started.stderr).toBe('');
      expect(started.stdout).toBe('2\n');
      expect(started.status).toBe(0);
    }
    // DuckDB's own temporary folder would lie where the process runs.
    expect(existsSync(folder.file('.tmp'))).toBe(false);
  });

  test('reads again after closing, and takes other limits in between', async () => {
    const path = folder.write('t.csv', 'a\n1\n');
    expect((await readTable(path)).numRows).toBe(1);
    expect((await failure(() => configureDatabase({ threads: 1 }))).code).toBe('database-open');
    await closeDatabase();
    configureDatabase({ threads: 1, memoryBytes: 300 * 2 ** 20 });
    expect((await readTable(path)).numRows).toBe(1);
    const settings = await withConnection(async (connection) =>
      (
        await connection.runAndReadAll(
          "SELECT current_setting('threads'), current_setting('memory_limit')",
        )
      ).getRows(),
    );
    expect(settings).toEqual([[1n, '300.0 MiB']]);
    await closeDatabase();
    configureDatabase({});
  });
});

describe('SQL', () => {
  test('quotes keep names, texts, numbers and paths from becoming code', async () => {
    const name = `a"b'; --`;
    const values = [0.1, -0, 5e-324, 1.7976931348623157e308, Number.NaN, Number.POSITIVE_INFINITY];
    const items = values.map(sqlNumber).join(', ');
    const rows = await withConnection(async (connection) => {
      const sql = `SELECT ${sqlString(name)} AS ${sqlIdentifier(name)}, ${items}`;
      const result = await connection.runAndReadAll(sql);
      expect(result.columnNames()[0]).toBe(name);
      return result.getRows();
    });
    expect(rows[0]).toEqual([name, ...values]);
    expect(sqlPath(`it's [1]*.csv`)).toBe(`'it''s [[]1][*].csv'`);
  });
});
