import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../src/boosting/index.js';
import { type MetricHistory, plotMetric } from '../../src/plots/index.js';
import { labels, marks, parseSvg, pathPoints, texts } from './svg.js';

const evaluation = (dataset: string, metric: string, value: number): Evaluation => ({
  dataset,
  metric,
  value,
  higherIsBetter: false,
});

const rounds = [4, 2, 1].map((value) => [
  evaluation('training', 'l2', value),
  evaluation('test', 'l2', value + 1),
]);
/** The same as `cambium train --metrics` writes it. */
const file = {
  evaluations: { training: { l2: [4, 2, 1] }, test: { l2: [5, 3, 2] } },
  bestIteration: 2,
};

const lines = (svg: string) => marks(parseSvg(svg), 'lines').map(pathPoints);

describe('plotMetric', () => {
  it('draws a line a table through the values of the rounds', async () => {
    const [training, test] = lines(await plotMetric(rounds));
    // Rounds 1 to 3 over the whole width.
    expect(training?.map(([x]) => x)).toEqual([0, 280, 560]);
    const heights = (line: typeof training) => (line ?? []).map(([, y]) => y);
    const [first, second, third] = heights(training) as [number, number, number];
    // Downwards is more in SVG.
    expect((second - first) / (third - second)).toBeCloseTo(2, 6);
    const unit = third - second;
    heights(test).forEach((y, round) => {
      expect(y).toBeCloseTo((heights(training)[round] as number) - unit, 6);
    });
  });

  it('takes the file of cambium train too, and marks its best round', async () => {
    const svg = await plotMetric(file);
    expect(lines(svg)).toEqual(lines(await plotMetric(rounds)));
    expect(labels(parseSvg(svg), 'best')).toEqual(['best round 2']);
    expect(texts(parseSvg(svg))).toEqual(
      expect.arrayContaining(['Round', 'l2', 'training', 'test', 'best round 2']),
    );
    expect(await plotMetric({ evaluations: rounds, bestIteration: 2 })).toBe(svg);
  });

  it('draws a panel a metric, and those that are asked for', async () => {
    const history = { evaluations: { a: { auc: [0.5, 0.6], l2: [2, 1] }, b: { auc: [0.4, 0.5] } } };
    expect(lines(await plotMetric(history))).toHaveLength(3);
    const shown = texts(parseSvg(await plotMetric(history, { metrics: ['auc'], datasets: ['b'] })));
    expect(shown).toContain('auc');
    expect(shown).not.toContain('l2');
    expect(shown).not.toContain('a');
  });

  it('leaves a gap where a round has no value', async () => {
    const svg = await plotMetric({ evaluations: { t: { l2: [3, 2, null, 2, 1] } } });
    const path = marks(parseSvg(svg), 'lines')[0]?.getAttribute('d') ?? '';
    expect(path.match(/M/g)).toHaveLength(2);
  });

  it('shows a single round, and a level line', async () => {
    const single = parseSvg(await plotMetric({ evaluations: { t: { l2: [3] } } }));
    expect(marks(single, 'points')).toHaveLength(1);
    const [level] = lines(await plotMetric({ evaluations: { t: { l2: [3, 3] } } }));
    expect(level?.every(([, y]) => y > 0 && y < 320)).toBe(true);
  });

  it('draws many rounds with few points, the best among them', async () => {
    const values = Array.from({ length: 50_000 }, (_, round) => 1 + Math.cos(round / 50));
    values[31_415] = -10;
    const [line = []] = lines(await plotMetric({ evaluations: { t: { l2: values } } }));
    expect(line.length).toBeLessThan(2500);
    expect(line[0]?.[0]).toBe(0);
    expect(line.at(-1)?.[0]).toBe(560);
    const lowest = line.reduce((low, point) => (point[1] > low[1] ? point : low));
    expect(lowest[0]).toBeCloseTo((560 * 31_415) / 49_999, 3);
  });

  it('takes hostile names for text', async () => {
    const name = '</text><script>x</script>';
    const shown = texts(
      parseSvg(await plotMetric({ evaluations: { [name]: { [name]: [1, 2] } } })),
    );
    expect(shown.filter((text) => text === name)).toHaveLength(2);
  });

  it.each([
    [{ evaluations: [] }, {}, 'nothing-to-draw'],
    [{ evaluations: {} }, {}, 'nothing-to-draw'],
    [{ evaluations: [[], []] }, {}, 'nothing-to-draw'],
    [rounds, { metrics: ['l3'] }, 'missing-metric'],
    [rounds, { datasets: ['tset'] }, 'missing-dataset'],
    [{ evaluations: { t: { l2: ['1'] } } }, {}, 'bad-metrics'],
    [{ evaluations: { t: [1, 2] } }, {}, 'bad-metrics'],
    [{ bestIteration: 3 }, {}, 'bad-metrics'],
    [null, {}, 'bad-metrics'],
    [
      { evaluations: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [i, { l2: [1] }])) },
      {},
      'too-large',
    ],
  ])('refuses what cannot be drawn, case %#', async (history, options, code) => {
    await expect(plotMetric(history as MetricHistory, options)).rejects.toMatchObject({ code });
  });
});
