/** Arenas: aligned, zeroed stretches; memory of dropped ones is given back. */
import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ColumnMemory } from '../../src/data/index.js';
import { built } from '../../src/runtime/index.js';
import { failure } from './folder.js';

describe('ColumnMemory', () => {
  test('hands out aligned zeros, also where others have written and left', () => {
    const memory = new ColumnMemory();
    const mark = memory.mark;
    const first = memory.allocateUint8(100).fill(7);
    const second = memory.allocateFloat64(10).fill(1);
    expect([first.byteOffset % 64, second.byteOffset % 64]).toEqual([0, 0]);
    memory.release(mark);
    const again = memory.allocateUint8(5000);
    expect(again.byteOffset).toBe(first.byteOffset);
    expect(again.every((byte) => byte === 0)).toBe(true);
  });

  test('keeps its views when it grows, and is known by each of its buffers', () => {
    const memory = new ColumnMemory();
    const before = memory.allocateInt32(4).fill(3);
    const after = memory.allocateUint8(10_000_000);
    expect([...before]).toEqual([3, 3, 3, 3]);
    expect(ColumnMemory.of(before.buffer)).toBe(memory);
    expect(ColumnMemory.of(after.buffer)).toBe(memory);
    expect(ColumnMemory.of(new ArrayBuffer(8))).toBeUndefined();
  });

  test('frees nothing that others have taken since', () => {
    const memory = new ColumnMemory();
    const mark = memory.mark;
    memory.allocate(100);
    const end = memory.mark;
    memory.allocate(100);
    memory.release(mark, end);
    expect(memory.mark).toBeGreaterThan(end);
  });

  test('refuses more than 4 GiB', async () => {
    const error = await failure(() => new ColumnMemory().allocate(2 ** 32));
    expect(error.code).toBe('memory-limit');
  });
});

test('memory of dropped tables is given back while the process works on', () => {
  const entry = pathToFileURL(built('src/data/table/take-rows.js')).href;
  const script = `
    import { tableFromArrays } from 'apache-arrow';
    import { takeRows } from ${JSON.stringify(entry)};
    const table = tableFromArrays({ x: new Float64Array(1000) });
    const rows = new Uint32Array(12 * 2 ** 20);
    for (let i = 0; i < 24; i++) {
      takeRows(table, rows);
      await new Promise(setImmediate);
    }
    console.log(process.resourceUsage().maxRSS / 1024);`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script]);
  // 2,304 MiB in all.
  expect(Number(output)).toBeLessThan(900);
});
