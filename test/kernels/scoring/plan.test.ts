import { expect, test } from 'vitest';
import type { GpuLimits } from '../../../kernels/index.js';
import { chunkRows, fold, wordsOfRow, workgroupShape } from '../../../kernels/scoring/plan.js';

/** WebGPU's defaults. */
const limits: GpuLimits = {
  maxStorageBufferBindingSize: 134_217_728,
  maxBufferSize: 268_435_456,
  maxComputeWorkgroupStorageSize: 16_384,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupsPerDimension: 65_535,
};

test('a small batch is one chunk, a large one several that fit a binding', () => {
  const row = { columns: 52, codes: 16, result: 8, steps: 600 };
  expect(chunkRows(10, row, limits)).toBe(256);
  expect(chunkRows(257, row, limits)).toBe(512);
  expect(chunkRows(10_000_000, row, limits)).toBe(262_144);
  const wide = { ...row, columns: 80_000 };
  expect(chunkRows(10_000_000, wide, limits) * 80_000).toBeLessThanOrEqual(134_217_728);
});

test('a chunk of a huge model is short enough for its dispatch to end in time', () => {
  const row = { columns: 52, codes: 16, result: 8, steps: 90_000 };
  const rows = chunkRows(10_000_000, row, limits);
  expect(rows * row.steps).toBeLessThanOrEqual(2 ** 32);
  expect(chunkRows(10_000_000, { ...row, steps: 1e12 }, limits)).toBe(256);
});

test('a row too wide for any chunk is an error with both figures', () => {
  const row = { columns: 1_000_000, codes: 1, result: 8, steps: 1 };
  expect(() => chunkRows(1, row, limits)).toThrow(
    'a chunk of 256 rows needs maxStorageBufferBindingSize of 256000000, the limit is 134217728',
  );
});

test('workgroups beyond 65,535 are folded into two dimensions', () => {
  expect(fold(65_535, limits)).toEqual({ x: 65_535, y: 1 });
  expect(fold(65_536, limits)).toEqual({ x: 65_535, y: 2 });
  expect(() => fold(65_535 ** 2 + 1, limits)).toThrow('maxComputeWorkgroupsPerDimension');
});

test('few rows share their trees among lanes, many rows do not', () => {
  expect(workgroupShape(100, 500, 4, limits)).toEqual({ rows: 32, lanes: 8, tiled: true });
  expect(workgroupShape(1_000_000, 500, 4, limits)).toEqual({ rows: 256, lanes: 1, tiled: true });
  expect(workgroupShape(100, 1, 4, limits).lanes).toBe(1);
});

test('rows that do not fit workgroup memory are read from the buffer', () => {
  expect(workgroupShape(1_000_000, 500, 100, limits)).toMatchObject({ rows: 32, tiled: true });
  expect(workgroupShape(1_000_000, 500, 1000, limits).tiled).toBe(false);
});

test('codes of 8 bits share a word by four', () => {
  expect([1, 4, 5, 13].map((slots) => wordsOfRow(slots, 8))).toEqual([1, 1, 2, 4]);
  expect(wordsOfRow(13, 16)).toBe(7);
  expect(wordsOfRow(13, 32)).toBe(13);
});
