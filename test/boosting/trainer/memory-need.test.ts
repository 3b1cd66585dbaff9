/** What a training needs is told against what one memory holds, before anything is allocated. */
import { describe, expect, test } from 'vitest';
import { checkMemory, type MemoryNeed } from '../../../src/boosting/trainer/engine/memory-need.js';

const GIB = 2 ** 30;
const small: MemoryNeed = { taken: GIB, rows: 1e6, stride: 32, leaves: 63, histogram: 57_376 };

describe('a training', () => {
  test('that fits is let through, up to the last byte', () => {
    expect(checkMemory(small)).toBeUndefined();
    const rest = { ...small, rows: 2 ** 20, leaves: 0 };
    expect(checkMemory({ ...rest, taken: 4 * GIB - 64 * 2 ** 20 })).toBeUndefined();
    expect(() => checkMemory({ ...rest, taken: 4 * GIB - 64 * 2 ** 20 + 1 })).toThrow(/4 GiB/);
  });

  test.each([
    [
      'of too many rows',
      { ...small, rows: 2 ** 26, stride: 48 },
      '7.00 GiB are needed, 1.00 by the tables, 6.00 by 67108864 rows of 48 bytes twice, 0.00 by the histograms of 63 leaves',
      /fewer rows or features/,
    ],
    [
      'of too many leaves and bins',
      { ...small, rows: 1000, leaves: 131_104, histogram: 2 ** 16 },
      '9.00 GiB are needed, 1.00 by the tables, 0.00 by 1000 rows of 32 bytes twice, 8.00 by the histograms of 131104 leaves',
      /fewer num_leaves, or fewer features/,
    ],
  ])('%s is refused with what each part needs', (_, need, message, hint) => {
    let error: unknown;
    try {
      checkMemory(need);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({
      name: 'CambiumError',
      code: 'memory-limit',
      problem: `one WebAssembly memory holds 4 GiB: ${message}`,
      hint: expect.stringMatching(hint),
    });
  });
});
