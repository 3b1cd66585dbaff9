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
  const bytes = { columns: 52, codes: 16, result: 8 };
  expect(chunkRows(10, bytes, limits)).toBe(256);
  expect(chunkRows(257, bytes, limits)).toBe(512);
  expect(chunkRows(10_000_000, bytes, limits)).toBe(262_144);
  const wide = { ...bytes, columns: 80_000 };
  expect(chunkRows(10_000_000, wide, limits) * 80_000).toBeLessThanOrEqual(134_217_728);
});

test('a row too wide for any chunk is an error with both figures', () => {
  const bytes = { columns: 1_000_000, codes: 1, result: 8 };
  expect(() => chunkRows(1, bytes, limits)).toThrow(
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
