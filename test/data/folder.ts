/** A temporary folder for one test file's tables, removed when its tests are over. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Table } from 'apache-arrow';
import { afterAll } from 'vitest';
import { CambiumError } from '../../src/errors.js';

export interface Folder {
  readonly path: string;
  /** The full path of a name. */
  file(name: string): string;
  /** Writes a file and gives its path. */
  write(name: string, content: string | Uint8Array): string;
  list(): string[];
}

export function temporaryFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'cambium-data-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    file: (name) => join(path, name),
    write(name, content) {
      writeFileSync(join(path, name), content);
      return join(path, name);
    },
    list: () => readdirSync(path).sort(),
  };
}

/** The error that an action fails with, which must be one for users. */
export async function failure(action: () => unknown): Promise<CambiumError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof CambiumError) return error;
    throw error;
  }
  throw new Error('the action did not fail');
}

/** A table's rows as plain objects; missing is null. */
export function rowsOf(table: Table): Record<string, unknown>[] {
  return table.toArray().map((row) => {
    const entries = Object.entries(row.toJSON() as Record<string, unknown>);
    return Object.fromEntries(
      entries.map(([name, value]) => [name, Number.isNaN(value) ? null : value]),
    );
  });
}

/** A table's columns and types, as Arrow prints them. */
export function typesOf(table: Table): Record<string, string> {
  return Object.fromEntries(table.schema.fields.map(({ name, type }) => [name, String(type)]));
}
