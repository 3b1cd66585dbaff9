/** Draws how much a model relies on each feature. */
import type { Spec } from 'vega';
import { checkModel, type ImportanceKind, type Model } from '../boosting/index.js';
import { CambiumError, checkKinds, checkNames, checkOneOf } from '../errors.js';
import { checkWhole } from './options.js';
import { render } from './render.js';
import { plainText, shorten, shortNumber, textWidth } from './text.js';
import { FONT, FONT_SIZE, frame, INK, PALETTE } from './theme.js';

/** Options of {@link plotImportance}. */
export interface ImportancePlotOptions {
  /** `split` (the number of splits by a feature, unless told) or `gain` (what those splits gained). */
  readonly kind?: ImportanceKind | undefined;
  /** Most features to draw, the most important first; 20 unless told, at most 500. */
  readonly top?: number | undefined;
  /** Leave features without any importance out; default: true. */
  readonly ignoreZero?: boolean | undefined;
  /** Significant digits of the numbers; default: 4. */
  readonly precision?: number | undefined;
  readonly title?: string | undefined;
}

const MOST_FEATURES = 500;
const BAR = 24;
const WIDTH = 520;
const NAME_WIDTH = 240;

/**
 * A bar for each feature, the longest first, its number beside it; as LightGBM's `plot_importance`.
 * @returns the text of an SVG file
 * @throws CambiumError `invalid-option`, `nothing-to-draw` when no tree has a split
 */
export async function plotImportance(
  model: Model,
  options: ImportancePlotOptions = {},
): Promise<string> {
  checkModel(model);
  checkNames('option of plotImportance', options, {
    kind: true,
    top: true,
    ignoreZero: true,
    precision: true,
    title: true,
  });
  checkKinds(options, { title: 'a string', ignoreZero: 'true or false' });
  const { kind = 'split', top = 20, ignoreZero = true, precision = 4 } = options;
  checkOneOf('kind', kind, ['split', 'gain']);
  checkWhole('top', top, 1, MOST_FEATURES);
  checkWhole('precision', precision, 1, 17);
  const importance = model.featureImportance(kind);
  const ranked = model.featureNames
    .map((name, index) => ({ name: plainText(name), value: importance[index] as number }))
    .filter(({ value }) => value > 0 || !ignoreZero)
    .sort((a, b) => b.value - a.value);
  if (ranked.length === 0) {
    throw new CambiumError(
      'nothing-to-draw',
      'no tree of the model has a split, so that no feature has an importance',
    );
  }
  const title = options.title ?? 'Feature importance';
  const left = ranked.length - top;
  const bars = ranked.slice(0, top).map(({ name, value }, place) => ({
    place,
    name: shorten(name, NAME_WIDTH, FONT_SIZE),
    value,
    text: kind === 'split' ? String(value) : shortNumber(value, precision),
    description: `${name}: ${value}`,
  }));
  const names = Math.max(...bars.map(({ name }) => textWidth(name, FONT_SIZE)));
  const spec: Spec = {
    ...frame({
      width: WIDTH,
      height: bars.length * BAR,
      padding: { left: Math.max(70, names + 45), right: 90, top: 12, bottom: 55 },
      title,
      ...(left > 0 && { subtitle: `the ${bars.length} most important of ${ranked.length}` }),
    }),
    data: [{ name: 'features', values: bars }],
    scales: [
      {
        name: 'x',
        type: 'linear',
        domain: [0, Math.max(bars[0]?.value ?? 0, Number.MIN_VALUE)],
        range: 'width',
        nice: true,
      },
      // By place, for two names may look the same once they are cut.
      {
        name: 'y',
        type: 'band',
        domain: bars.map(({ place }) => place),
        range: 'height',
        padding: 0.2,
      },
      {
        name: 'names',
        type: 'ordinal',
        domain: bars.map(({ place }) => place),
        range: bars.map(({ name }) => name),
      },
    ],
    axes: [
      {
        orient: 'bottom',
        scale: 'x',
        grid: true,
        zindex: 0,
        title: kind === 'split' ? 'Number of splits' : 'Total gain of splits',
        titlePadding: 10,
        tickCount: 6,
      },
      {
        orient: 'left',
        scale: 'y',
        ticks: false,
        title: 'Feature',
        titleX: -names - 25,
        titleAnchor: 'middle',
        encode: { labels: { update: { text: { signal: "scale('names', datum.value)" } } } },
      },
    ],
    marks: [
      {
        type: 'rect',
        name: 'bars',
        from: { data: 'features' },
        encode: {
          enter: {
            x: { scale: 'x', value: 0 },
            x2: { scale: 'x', field: 'value' },
            y: { scale: 'y', field: 'place' },
            height: { scale: 'y', band: 1 },
            fill: { value: PALETTE[0] as string },
            description: { field: 'description' },
          },
        },
      },
      {
        type: 'text',
        name: 'values',
        aria: false,
        from: { data: 'features' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'value', offset: 5 },
            y: { scale: 'y', field: 'place', band: 0.5 },
            text: { field: 'text' },
            baseline: { value: 'middle' },
            font: { value: FONT },
            fontSize: { value: FONT_SIZE },
            fill: { value: INK },
          },
        },
      },
    ],
  };
  return render(spec, plainText(title));
}
