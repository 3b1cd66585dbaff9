import { describe, expect, it } from 'vitest';
import { readModel } from '../../src/boosting/index.js';
import { plotImportance } from '../../src/plots/index.js';
import { fixturePath } from '../boosting/support/fixtures.js';
import { modelOf, stump } from './models.js';
import { labels, marks, parseSvg, size, texts } from './svg.js';

const split = (feature: number) => stump({ feature, threshold: 0, left: 0, right: 1 });

describe('plotImportance', () => {
  it('draws a bar for each feature in falling order, as long as its importance', async () => {
    const model = modelOf(['a', 'b', 'c'], [split(1), split(1), split(0), split(1), split(1)]);
    const picture = parseSvg(await plotImportance(model));
    expect(labels(picture, 'bars')).toEqual(['b: 4', 'a: 1']);
    const widths = marks(picture, 'bars').map((bar) =>
      Number(/h(\d+(?:\.\d+)?)/.exec(bar.getAttribute('d') ?? '')?.[1]),
    );
    expect((widths[0] as number) / (widths[1] as number)).toBeCloseTo(4, 6);
    expect(texts(picture)).toEqual(
      expect.arrayContaining(['Feature importance', 'Number of splits', 'Feature', 'a', 'b', '4']),
    );
    expect(picture.getElementsByTagName('title')[0]?.textContent).toBe('Feature importance');
  });

  it('shows what the model says of gain, and says how many features are left out', async () => {
    const model = await readModel(fixturePath('regression', 'model.txt'));
    const picture = parseSvg(await plotImportance(model, { kind: 'gain', top: 3, precision: 3 }));
    const gains = model.featureImportance('gain');
    const expected = model.featureNames
      .map((name, index) => ({ name, gain: gains[index] as number }))
      .sort((a, b) => b.gain - a.gain)
      .slice(0, 3);
    expect(labels(picture, 'bars')).toEqual(expected.map(({ name, gain }) => `${name}: ${gain}`));
    const shown = texts(picture);
    for (const { gain } of expected) expect(shown).toContain(String(Number(gain.toPrecision(3))));
    expect(shown).toContain('the 3 most important of 12');
    expect(shown).toContain('Total gain of splits');
  });

  it('draws features without importance when asked to', async () => {
    const model = modelOf(['a', 'b'], [split(0)]);
    const svg = await plotImportance(model, { ignoreZero: false });
    expect(labels(parseSvg(svg), 'bars')).toEqual(['a: 1', 'b: 0']);
  });

  it('gives the same bytes each time, also when pictures are drawn at once', async () => {
    const model = await readModel(fixturePath('multiclass', 'model.txt'));
    const [first, second, other] = await Promise.all([
      plotImportance(model),
      plotImportance(model),
      plotImportance(model, { kind: 'gain' }),
    ]);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  it('takes hostile names for text', async () => {
    const names = ['</text><script>alert(1)</script>', '"&\'<b>', 'a\u0000b\u001b\ud800\u202ec'];
    const model = modelOf(names, [split(0), split(1), split(2)]);
    const title = '<img src=x onerror=alert(1)>]]>';
    const picture = parseSvg(await plotImportance(model, { title }));
    const shown = texts(picture);
    expect(shown).toContain(names[0]);
    expect(shown).toContain(names[1]);
    expect(shown).toContain('a\uFFFDb\uFFFD\uFFFD\uFFFDc');
    expect(picture.getElementsByTagName('title')[0]?.textContent).toBe(title);
  });

  it('cuts a long name in its middle, and keeps names apart that then look alike', async () => {
    const names = ['x', 'y'].map((letter) => `${'begin'.repeat(20)}${letter}${'end'.repeat(40)}`);
    const picture = parseSvg(await plotImportance(modelOf(names, [split(0), split(1)])));
    expect(marks(picture, 'bars')).toHaveLength(2);
    expect(texts(picture).filter((text) => /^begin.*….*end$/.test(text))).toHaveLength(2);
    expect(size(picture)[0]).toBeLessThan(1000);
  });

  it('refuses what cannot be drawn', async () => {
    const model = modelOf(['a'], [split(0)]);
    await expect(plotImportance(modelOf(['a'], []))).rejects.toMatchObject({
      code: 'nothing-to-draw',
    });
    await expect(plotImportance(model, { top: 0 })).rejects.toThrow(
      'top must be a whole number, 1 to 500, not 0',
    );
    const kind = 'gian' as 'gain';
    await expect(plotImportance(model, { kind })).rejects.toMatchObject({
      code: 'invalid-option',
      hint: 'did you mean "gain"?',
    });
  });
});
