import { describe, expect, it } from 'vitest';
import { readModel } from '../../src/boosting/index.js';
import { plotTree, type TreeFact } from '../../src/plots/index.js';
import { fixturePath } from '../boosting/support/fixtures.js';
import { chain, modelOf, stump } from './models.js';
import { labels, marks, parseSvg, pathPoints, size, texts } from './svg.js';

const model = modelOf(
  ['age', 'height'],
  [stump({ feature: 1, threshold: 1.75, left: -2, right: 3, missingLeft: true })],
);
const fixture = (name: string) => readModel(fixturePath(name, 'model.txt'));

describe('plotTree', () => {
  it('tells splits, leaves, and the way of missing values', async () => {
    const picture = parseSvg(await plotTree(model));
    expect(labels(picture, 'boxes')).toEqual([
      'height, ≤ 1.75, gain 12.5, value −1.052, count 1,234',
      'leaf 0, value −2, count 1,000',
      'leaf 1, value 3, count 234',
    ]);
    expect(texts(picture)).toEqual(
      expect.arrayContaining(['Tree 0', 'height', 'yes, missing', 'no', 'value 3\ncount 234']),
    );
  });

  it('shows what is asked for, with so many digits', async () => {
    const show: TreeFact[] = ['internal_weight', 'leaf_weight', 'data_percentage'];
    const picture = parseSvg(await plotTree(model, { show, precision: 2 }));
    expect(labels(picture, 'boxes')).toEqual([
      'height, ≤ 1.8, weight 1200, 100.00% of rows',
      'leaf 0, value −2, weight 1000, 81.04% of rows',
      'leaf 1, value 3, weight 230, 18.96% of rows',
    ]);
  });

  it.each(['horizontal', 'vertical'] as const)(
    'draws a large tree %sly without overlaps',
    async (orientation) => {
      const large = await fixture('categorical');
      const tree = large.trees[1];
      const picture = parseSvg(await plotTree(large, { tree: 1, orientation }));
      const boxes = marks(picture, 'boxes').map(cornersOf);
      expect(boxes).toHaveLength(2 * (tree?.numLeaves ?? 0) - 1);
      expect(marks(picture, 'ways')).toHaveLength(boxes.length - 1);
      const [width, height] = size(picture);
      for (const [index, a] of boxes.entries()) {
        expect(a.x).toBeGreaterThanOrEqual(0);
        expect(a.x2).toBeLessThan(width);
        expect(a.y2).toBeLessThan(height);
        const hit = boxes
          .slice(index + 1)
          .filter((b) => a.x < b.x2 && b.x < a.x2 && a.y < b.y2 && b.y < a.y2);
        expect(hit).toEqual([]);
      }
    },
  );

  it('names categories, and how many more there are', async () => {
    const shown = labels(
      parseSvg(await plotTree(await fixture('categorical'), { tree: 1 })),
      'boxes',
    );
    expect(shown).toContainEqual(expect.stringMatching(/^f0, in \{2, 11, 16, 19\}, gain 234, /));
    expect(shown).toContainEqual(expect.stringMatching(/^f1, in \{0, 2, 3, 5, 6, 9 and 13 more\}/));
  });

  it('tells the terms of linear leaves', async () => {
    const shown = labels(
      parseSvg(await plotTree(await fixture('linear_tree'), { tree: 1 })),
      'boxes',
    );
    expect(shown).toContainEqual(
      expect.stringMatching(/^leaf 0, value −0\.1241, − 0\.00404 × day, − 0\.07427 × haversine_km/),
    );
  });

  it('names round and class of a tree', async () => {
    const picture = parseSvg(await plotTree(await fixture('multiclass'), { tree: 13 }));
    expect(texts(picture)).toContain('Tree 13: round 2, class 3');
  });

  it('draws a tree that is one leaf', async () => {
    const picture = parseSvg(await plotTree(await fixture('const_leaf')));
    expect(labels(picture, 'boxes')).toEqual([expect.stringMatching(/^leaf 0, value 6\.373/)]);
  });

  it('folds what lies below the greatest depth', async () => {
    const deep = modelOf(['a'], [chain(5)]);
    const picture = parseSvg(await plotTree(deep, { maxDepth: 2, show: [] }));
    expect(labels(picture, 'boxes')).toEqual([
      'a, ≤ 0',
      'leaf 0, value 0',
      'a, ≤ 1',
      'leaf 1, value 1',
      '… 4 leaves',
    ]);
    expect(labels(parseSvg(await plotTree(deep, { maxDepth: 0, show: [] })), 'boxes')).toEqual([
      '… 6 leaves',
    ]);
  });

  it('refuses a tree that is too large, with the depth that can be drawn', async () => {
    const deep = modelOf(['a'], [chain(2000)]);
    await expect(plotTree(deep)).rejects.toMatchObject({
      code: 'too-large',
      problem: 'tree 0 has 4001 nodes to draw, but a picture holds at most 1023',
      hint: 'a maximum depth of 511 can be drawn',
    });
    const picture = parseSvg(await plotTree(deep, { maxDepth: 511 }));
    expect(marks(picture, 'boxes')).toHaveLength(1023);
  });

  it('refuses trees and facts that there are not', async () => {
    await expect(plotTree(model, { tree: 1 })).rejects.toThrow(
      'there is no tree 1: the model has trees 0 to 0',
    );
    const show = ['leaf_cuont' as TreeFact];
    await expect(plotTree(model, { show })).rejects.toMatchObject({
      hint: 'did you mean "leaf_count"?',
    });
  });

  it('takes hostile names for text, and gives the same bytes each time', async () => {
    const name = '<script>x</script>&"';
    const hostile = modelOf([name], [stump({ feature: 0, threshold: 0, left: 0, right: 1 })]);
    const svg = await plotTree(hostile);
    expect(texts(parseSvg(svg))).toContain(name);
    expect(await plotTree(hostile)).toBe(svg);
  });
});

function cornersOf(box: Parameters<typeof pathPoints>[0]) {
  const points = pathPoints(box);
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return { x: Math.min(...xs), x2: Math.max(...xs), y: Math.min(...ys), y2: Math.max(...ys) };
}
