/** DuckDB's library, loaded when it is first used: it is large, and many a process reads no table. */
import { createRequire } from 'node:module';
import type * as DuckDB from '@duckdb/node-api';
import type { default as Bindings } from '@duckdb/node-bindings';

// Both packages are CommonJS: required or imported, they are the same objects.
const require = createRequire(import.meta.url);

let api: typeof DuckDB | undefined;
let native: typeof Bindings | undefined;

/** DuckDB's API. */
export function duckdb(): typeof DuckDB {
  api ??= require('@duckdb/node-api') as typeof DuckDB;
  return api;
}

/** The functions below the API, for vectors that are read and filled without a value of JavaScript's for each row. */
export function bindings(): typeof Bindings {
  native ??= require('@duckdb/node-bindings') as typeof Bindings;
  return native;
}
