/** Seeded tables to train on, in ordinary memory or in one shared memory. */
import { makeVector, Table } from 'apache-arrow';
import { ColumnMemory } from '../../../../src/data/index.js';

/** Pseudo-random numbers in [0, 1): mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Columns = Readonly<Record<string, Float32Array | Float64Array>>;

export interface TableShape {
  readonly rows: number;
  readonly features: number;
  readonly seed?: number;
  readonly binary?: boolean;
  /** Share of missing values in every third feature. */
  readonly missing?: number;
}

/** Features f0, f1, …: continuous ones of 64 and 32 bits, some with few values, some with NaN; label y. */
export function randomColumns(shape: TableShape): Columns {
  const { rows, features, seed = 1, binary = false, missing = 0.15 } = shape;
  const random = randomNumbers(seed);
  const columns: Record<string, Float32Array | Float64Array> = {};
  const label = new Float64Array(rows);
  for (let feature = 0; feature < features; feature++) {
    const column = feature % 2 === 0 ? new Float64Array(rows) : new Float32Array(rows);
    for (let row = 0; row < rows; row++) {
      let value = feature % 4 === 3 ? Math.floor(random() * 9) - 4 : random() * 2 - 1;
      if (feature % 3 === 1 && random() < missing) value = Number.NaN;
      column[row] = value;
      const known = Number.isNaN(value) ? 1.3 : value;
      label[row] = label[row]! + Math.sin(feature + 1) * known + (known > 0.4 ? 0.5 : 0);
    }
    columns[`f${feature}`] = column;
  }
  for (let row = 0; row < rows; row++) {
    const noisy = label[row]! + random() - 0.5;
    label[row] = binary ? Number(noisy > 0.2) : noisy;
  }
  columns['y'] = label;
  return columns;
}

/** The columns as they are, without a copy. */
export function tableOf(columns: Columns): Table {
  const vectors = Object.entries(columns).map(([name, values]) => [name, makeVector(values)]);
  return new Table(Object.fromEntries(vectors));
}

export const randomTable = (shape: TableShape): Table => tableOf(randomColumns(shape));

/** A copy of the columns in one shared memory. */
export function sharedTable(columns: Columns): {
  readonly table: Table;
  readonly memory: ColumnMemory;
} {
  const memory = new ColumnMemory();
  const copies = Object.entries(columns).map(([name, values]) => {
    const copy =
      values instanceof Float32Array
        ? memory.allocateFloat32(values.length)
        : memory.allocateFloat64(values.length);
    copy.set(values);
    return [name, copy];
  });
  return { table: tableOf(Object.fromEntries(copies)), memory };
}

/**
 * Columns x0, z0, x1, …: each x, a fifth of the time zero, cuts a group off the rows that the x before
 * it left; within the group its z decides. The deeper the group, the more there is to gain.
 */
export function chainTable(rows: number, depth: number): Table {
  const random = randomNumbers(3);
  const label = new Float32Array(rows);
  const columns: Record<string, Float32Array> = { y: label };
  for (let level = 0; level < depth; level++) {
    columns[`x${level}`] = Float32Array.from(label, () => Number(random() < 0.8));
    columns[`z${level}`] = Float32Array.from(label, () => Number(random() < 0.5));
  }
  for (let row = 0; row < rows; row++) {
    let level = 0;
    while (level < depth && columns[`x${level}`]![row] === 1) level++;
    if (level === depth) continue;
    // The gain of a split falls with its rows, which get fewer by a fifth: the labels outgrow that.
    const size = 1.2 ** level;
    const sign = level % 2 === 0 ? 1 : -1;
    label[row] = size * (1.2 * sign + (columns[`z${level}`]![row] === 1 ? 1 : -1));
  }
  return tableOf(columns);
}
