/** The process's one DuckDB database: opened when first used, closed by name or at the process's end. */
import { rmSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { CambiumError } from '../../errors.js';
import { duckdb } from './duckdb.js';

/** What a database may take of the machine. */
export interface DatabaseLimits {
  /** Threads that read and compute; default: all cores. */
  readonly threads?: number;
  /** Bytes that DuckDB may hold; beyond them it spills to a temporary folder. A quarter of the memory, at most 1 GiB, unless told. */
  readonly memoryBytes?: number;
}

const MiB = 2 ** 20;
/** Bytes of a result that wait for their reader: DuckDB's default of 1 MB makes its threads take turns with it. */
const STREAM_BYTES = 16 * MiB;

let limits: DatabaseLimits = {};
let opened: Promise<DuckDBInstance> | undefined;
let spillFolder: string | undefined;

function defaultMemory(): number {
  const allowed = process.constrainedMemory?.() ?? 0;
  const machine = totalmem();
  const memory = allowed > 0 && allowed < machine ? allowed : machine;
  return Math.min(1024 * MiB, Math.max(256 * MiB, Math.floor(memory / 4)));
}

async function open(): Promise<DuckDBInstance> {
  spillFolder = join(tmpdir(), `cambium-${process.pid}-duckdb`);
  const memory = Math.ceil((limits.memoryBytes ?? defaultMemory()) / MiB);
  const instance = await duckdb().DuckDBInstance.create(':memory:', {
    threads: String(limits.threads ?? availableParallelism()),
    memory_limit: `${memory}MiB`,
    temp_directory: spillFolder,
    // Rows come out in the order of the file, whatever the threads do.
    preserve_insertion_order: 'true',
    // Nothing is fetched from the network behind the user's back.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  // Text reads and prints the same wherever the machine stands; a division by zero is missing.
  await connection.run("SET GLOBAL TimeZone = 'UTC'; SET GLOBAL ieee_floating_point_ops = false");
  connection.closeSync();
  return instance;
}

function discard(instance: DuckDBInstance): void {
  instance.closeSync();
  if (spillFolder !== undefined) rmSync(spillFolder, { recursive: true, force: true });
}

/**
 * Sets what DuckDB may take. Call it before the first table is read, or after {@link closeDatabase}.
 * @throws CambiumError `database-open` when it is open already.
 */
export function configureDatabase(options: DatabaseLimits): void {
  if (opened !== undefined) {
    throw new CambiumError('database-open', 'DuckDB is open already: its limits cannot change', {
      hint: 'call configureDatabase before reading, or closeDatabase first',
    });
  }
  limits = options;
}

/** A connection of its own; the caller closes it with `closeSync`. */
export async function connect(): Promise<DuckDBConnection> {
  opened ??= open().catch((cause: unknown) => {
    opened = undefined;
    throw cause;
  });
  const connection = await (await opened).connect();
  await connection.run(`SET streaming_buffer_size = '${STREAM_BYTES / MiB}MiB'`);
  return connection;
}

/** Lends a connection to `use` and closes it afterwards, also on failure. */
export async function withConnection<T>(
  use: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const connection = await connect();
  try {
    return await use(connection);
  } finally {
    connection.closeSync();
  }
}

/** Frees DuckDB's memory and threads; the next read opens it again. No read may be under way. */
export async function closeDatabase(): Promise<void> {
  const closing = opened;
  opened = undefined;
  if (closing !== undefined) discard(await closing);
}
