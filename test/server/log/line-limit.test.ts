import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ApiLog, LineLimit } from '../../../server/log/index.js';
import { temporaryFolder } from '../serve.js';

const entries = (path: string) =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { msg: string; stack?: string });

describe('LineLimit', () => {
  it('reports what it dropped when the second is over, though nothing more comes', async () => {
    const reports: number[] = [];
    const limit = new LineLimit((dropped) => reports.push(dropped), { lines: 5 });
    let admitted = 0;
    for (let i = 0; i < 1000; i++) if (limit.admit(10)) admitted++;
    const total = () => admitted + reports.reduce((sum, dropped) => sum + dropped, 0);
    await vi.waitFor(() => expect(total()).toBe(1000), 5000);
    // Twice when the loop above ran over the end of a second.
    expect(admitted).toBeLessThanOrEqual(10);
  });

  it('limits characters too', () => {
    const limit = new LineLimit(() => undefined, { characters: 1000 });
    let admitted = 0;
    for (let i = 0; i < 20; i++) if (limit.admit(900)) admitted++;
    expect(admitted).toBeGreaterThan(0);
    expect(admitted).toBeLessThanOrEqual(4);
  });
});

describe('ApiLog', () => {
  it('writes the count of dropped lines, whatever dropped them', async () => {
    const path = join(temporaryFolder(), 'a.log');
    const log = new ApiLog(path, 'a');
    for (let i = 0; i < 300; i++) log.printed('info', `line ${i}`);
    await log.flush();
    const messages = entries(path).map(({ msg }) => msg);
    const dropped = messages.map((msg) => Number(/^(\d+) more/.exec(msg)?.[1] ?? 0));
    const written = messages.filter((msg) => msg.startsWith('line ')).length;
    expect(written).toBeLessThanOrEqual(100);
    expect(written + dropped.reduce((a, b) => a + b)).toBe(300);
  });

  it('cuts and escapes what strangers and predictors say', async () => {
    const path = join(temporaryFolder(), 'a.log');
    const log = new ApiLog(path, 'a');
    log.printed('info', `two\nlines \u001b[31m${'x'.repeat(500_000)}`);
    log.failed(new Error('no', { cause: new Error(`\u009b2J${'y'.repeat(500_000)}`) }));
    await log.flush();
    const [printed, failed] = entries(path);
    expect(printed?.msg).toMatch(/^two\nlines \\u001b\[31mx{1000,8192}…$/);
    expect(failed?.stack).toMatch(/^Error: \\u009b2Jy+…$/);
    expect(readFileSync(path).length).toBeLessThan(20_000);
  });

  it('takes no more once it is closed', async () => {
    const path = join(temporaryFolder(), 'a.log');
    const log = new ApiLog(path, 'a');
    log.info('deleted');
    await log.close();
    log.printed('info', 'a timer that goes on');
    await log.flush();
    expect(entries(path).map(({ msg }) => msg)).toEqual(['deleted']);
  });
});
