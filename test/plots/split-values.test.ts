import { describe, expect, test } from 'vitest';
import { GradientBoostingRegressor } from '../../src/estimators/index.js';
import { plotSplitValueHistogram } from '../../src/plots/index.js';
import { modelOf, stump } from './models.js';
import { labels, parseSvg, texts } from './svg.js';

const at = (threshold: number) => stump({ feature: 0, threshold, left: 0, right: 1 });
const model = modelOf(['km', 'idle'], [at(1), at(1), at(2), at(9)]);

describe('plotSplitValueHistogram', () => {
  test('draws a bar for each bin that is not empty', async () => {
    const picture = parseSvg(await plotSplitValueHistogram(model, 'km', { bins: 4 }));
    expect(labels(picture, 'bars')).toEqual(['1 to 3: 3', '7 to 9: 1']);
    expect(texts(picture)).toEqual(
      expect.arrayContaining([
        'Split value histogram for feature with name km',
        'Feature split value',
        'Count',
      ]),
    );
  });

  test('takes a place for a feature, a title, and gives the same bytes each time', async () => {
    const [first, second] = await Promise.all([
      plotSplitValueHistogram(model, 0, { title: 'Where' }),
      plotSplitValueHistogram(model, 0, { title: 'Where' }),
    ]);
    expect(second).toBe(first);
    expect(texts(parseSvg(first))).toContain('Where');
  });

  test('refuses what is no model, and says how an estimator is drawn', async () => {
    const estimator = new GradientBoostingRegressor();
    await expect(plotSplitValueHistogram(estimator as never, 0)).rejects.toMatchObject({
      code: 'bad-model',
      hint: 'give the model of the estimator: estimator.model',
    });
  });

  test('refuses a feature that no tree splits on, and too many bars', async () => {
    await expect(plotSplitValueHistogram(model, 'idle')).rejects.toMatchObject({
      code: 'nothing-to-draw',
      message: 'no tree of the model splits on the feature with name idle',
    });
    await expect(plotSplitValueHistogram(model, 'km', { bins: 501 })).rejects.toMatchObject({
      code: 'invalid-option',
    });
  });
});
