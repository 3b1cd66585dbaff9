import { expect, test } from 'vitest';
import { overRing } from '../../../kernels/buffers/index.js';

const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

test('as many batches run at once as there are slots, each slot by one at a time', async () => {
  const busy = new Map<string, number>();
  let atOnce = 0;
  const done: number[] = [];
  await overRing(['a', 'b', 'c'], 10, async (slot, batch) => {
    expect(busy.has(slot)).toBe(false);
    busy.set(slot, batch);
    atOnce = Math.max(atOnce, busy.size);
    for (let i = 0; i <= batch % 3; i++) await tick();
    busy.delete(slot);
    done.push(batch);
  });
  expect(atOnce).toBe(3);
  expect(done.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('the first failure stops the ring and is thrown after the others have ended', async () => {
  const started: number[] = [];
  let ended = 0;
  const run = overRing([0, 1, 2], 100, async (_, batch) => {
    started.push(batch);
    await tick();
    if (batch === 1) throw new Error('batch 1');
    await tick();
    ended++;
  });
  await expect(run).rejects.toThrow('batch 1');
  expect(started.length).toBeLessThan(7);
  expect(ended).toBe(started.length - 1);
});
