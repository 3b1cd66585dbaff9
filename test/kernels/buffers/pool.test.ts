import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BufferPool, BufferUsage, MapMode, sizeClass } from '../../../kernels/buffers/index.js';
import { leaseDevice } from '../../../kernels/index.js';
import { hasDevice } from '../support/has-device.js';

test('a size class wastes at most a third', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (bytes) => {
      const size = sizeClass(bytes);
      expect(size).toBeGreaterThanOrEqual(bytes);
      expect(size % 4).toBe(0);
      if (bytes > 256) expect(size - bytes).toBeLessThanOrEqual(size / 3);
    }),
  );
});

describe.skipIf(!hasDevice)('the pool', () => {
  test('lends a buffer again to whoever asks for the same usage and class', async () => {
    const { device, release } = await leaseDevice();
    const pool = new BufferPool(device.raw);
    const first = pool.acquire(BufferUsage.storage, 1000, 'test');
    const second = pool.acquire(BufferUsage.storage, 1000, 'test');
    expect(second).not.toBe(first);
    pool.release(first);
    expect(pool.acquire(BufferUsage.storage, 900, 'test')).toBe(first);
    expect(pool.acquire(BufferUsage.uniform, 900, 'test')).not.toBe(first);
    expect(pool.created).toBe(3);
    expect(pool.lent).toBe(3);
    pool.destroy();
    release();
  });

  test('keeps no more free bytes than it may, and no buffer that is mapped', async () => {
    const { device, release } = await leaseDevice();
    const pool = new BufferPool(device.raw, 4096);
    const buffers = [1, 2, 3].map(() => pool.acquire(BufferUsage.storage, 2048, 'test'));
    for (const buffer of buffers) pool.release(buffer);
    expect(pool.keptBytes).toBe(4096);
    const usage = BufferUsage.mapWrite | BufferUsage.copySource;
    const mapped = new BufferPool(device.raw);
    const buffer = mapped.acquire(usage, 1000, 'test');
    await buffer.mapAsync(MapMode.write);
    mapped.release(buffer);
    expect(mapped.keptBytes).toBe(0);
    pool.destroy();
    release();
  });
});
