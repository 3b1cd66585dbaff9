import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { metricText, openProgress } from '../../../src/cli/train/progress.js';

/** A stream that keeps what is written to it. */
function memoryStream(isTTY: boolean) {
  let text = '';
  const stream = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  const terminal = Object.assign(stream, {
    isTTY,
    columns: 120,
    rows: 30,
    cursorTo() {},
    clearLine() {},
    moveCursor() {},
  });
  return { stream: terminal as unknown as NodeJS.WriteStream, text: () => text };
}

const round = (iteration: number) => ({
  iteration,
  iterations: 100,
  evaluations: [{ dataset: 'v', metric: 'l2', value: 1 / iteration, higherIsBetter: false }],
});

describe('without a terminal', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('a line now and then, with the time left', async () => {
    const { stream, text } = memoryStream(false);
    const progress = await openProgress({ stream, verbosity: 1, metricFrequency: 1 });
    for (let iteration = 1; iteration <= 100; iteration++) {
      vi.advanceTimersByTime(200);
      progress.update(round(iteration));
    }
    progress.stop();
    expect(text().split('\n')).toEqual([
      'round 25 of 100, v l2 0.04, about 15 s left',
      'round 50 of 100, v l2 0.02, about 10 s left',
      'round 75 of 100, v l2 0.0133333, about 5 s left',
      '',
    ]);
  });

  test('nothing for a short training, or when it shall be quiet', async () => {
    for (const verbosity of [1, 0, -1]) {
      const { stream, text } = memoryStream(false);
      const progress = await openProgress({ stream, verbosity, metricFrequency: 1 });
      vi.advanceTimersByTime(verbosity === 1 ? 100 : 1e6);
      progress.update(round(1));
      progress.stop();
      expect(text()).toBe('');
    }
  });
});

test('a bar on a terminal, gone at the end', async () => {
  const { stream, text } = memoryStream(true);
  const progress = await openProgress({ stream, verbosity: 1, metricFrequency: 1 });
  progress.update(round(1));
  await new Promise((resolve) => setTimeout(resolve, 150));
  progress.update(round(50));
  await new Promise((resolve) => setTimeout(resolve, 150));
  progress.stop();
  expect(text()).toMatch(/50\/100 rounds {2}v l2 0\.02 {2}\S+ left/);
});

test('a line of metrics each few rounds', async () => {
  const { stream, text } = memoryStream(true);
  const progress = await openProgress({ stream, verbosity: 2, metricFrequency: 2 });
  for (let iteration = 1; iteration <= 4; iteration++) progress.update(round(iteration));
  expect(text()).toBe("[2]\tv's l2: 0.5\n[4]\tv's l2: 0.25\n");
});

test('metrics in few words', () => {
  const many = Array.from({ length: 9 }, (_, index) => ({
    ...round(1).evaluations[0]!,
    dataset: `d${index}`,
  }));
  expect(metricText(many)).toBe('d0 l2 1, d1 l2 1, d2 l2 1, d3 l2 1');
});
