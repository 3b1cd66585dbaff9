/** Builds an Arrow table whose columns lie in one shared arena, from chunks of unknown number. */
import type { DuckDBDataChunk } from '@duckdb/node-api';
import type { Table } from 'apache-arrow';
import { bindings } from '../engine/index.js';
import type { ColumnMemory } from '../memory.js';
import { columnTypeOf } from '../schema/column-type.js';
import { type ArenaBuffer, pack } from './arena-buffer.js';
import { assembleTable } from './assemble.js';
import { type ColumnPlan, ColumnSink } from './column-sink.js';

/** Bytes of one value in DuckDB's vectors, for what differs from the column's own width. */
function vectorBytes(plan: ColumnPlan): number {
  if (plan.type === 'utf8') return 16;
  if (plan.type === 'bool') return bindings().sizeof_bool;
  return plan.wide ? 8 : columnTypeOf(plan.type).bytes;
}

/** Grows its columns together; {@link finish} packs them so that nothing is left between or behind them. */
export class TableBuilder {
  readonly sinks: readonly ColumnSink[];
  readonly #memory: ColumnMemory;
  readonly #mark: number;
  #end: number;
  #capacity: number;
  #rows = 0;
  #shared = false;

  /** @param capacity rows to make room for at first: exact where known, an estimate where not. */
  constructor(memory: ColumnMemory, plans: readonly ColumnPlan[], capacity: number) {
    this.#memory = memory;
    this.#mark = memory.mark;
    this.#capacity = Math.max(1, capacity);
    this.sinks = plans.map((plan) => new ColumnSink(plan, memory, this.#capacity));
    this.#end = memory.mark;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Makes room for `rows` more rows and lets `fill` append exactly so many to each sink. */
  append(rows: number, fill: (sinks: readonly ColumnSink[]) => void): void {
    // Somebody else allocated meanwhile: what lies behind our columns is theirs, so nothing is packed.
    if (this.#memory.mark !== this.#end) this.#shared = true;
    this.#rows += rows;
    if (this.#rows > this.#capacity) {
      this.#capacity = Math.max(this.#rows, Math.ceil(this.#capacity * 1.5));
      for (const sink of this.sinks) sink.grow(this.#capacity);
    }
    fill(this.sinks);
    this.#end = this.#memory.mark;
  }

  /** Appends all rows of one of DuckDB's chunks, whose columns are the plans', in order. */
  appendChunk(chunk: DuckDBDataChunk, rows: number): void {
    const { data_chunk_get_vector, vector_get_data, vector_get_validity } = bindings();
    this.append(rows, (sinks) => {
      for (let i = 0; i < sinks.length; i++) {
        const sink = sinks[i]!;
        const vector = data_chunk_get_vector(chunk.chunk, i);
        const data = vector_get_data(vector, rows * vectorBytes(sink.plan));
        const validity = vector_get_validity(vector, Math.ceil(rows / 64) * 8);
        sink.appendVector(data, validity ?? undefined, rows);
      }
    });
  }

  /** Frees what was allocated; for when reading failed. */
  abandon(): void {
    if (!this.#shared && this.#memory.mark === this.#end) {
      pack(this.#memory, this.#mark, this.#end, []);
    }
  }

  /** The table. `metadata` goes to each column's Arrow field, e.g. its unit. */
  finish(metadata?: (name: string) => Map<string, string> | undefined): Table {
    const buffers: { buffer: ArenaBuffer; used: number }[] = [];
    for (const sink of this.sinks) {
      buffers.push({ buffer: sink.values, used: sink.usedBytes });
      if (sink.validity) buffers.push({ buffer: sink.validity, used: sink.usedValidityBytes });
    }
    if (!this.#shared) pack(this.#memory, this.#mark, this.#end, buffers);
    const columns = this.sinks.map((sink) => ({ name: sink.plan.name, data: sink.toData() }));
    return assembleTable(columns, this.#rows, metadata);
  }
}
