/** Draws at which values a model splits on a feature. */
import type { Spec } from 'vega';
import {
  checkModel,
  type Model,
  type SplitValueOptions,
  splitValueHistogram,
} from '../boosting/index.js';
import { CambiumError, checkKinds, checkNames } from '../errors.js';
import { render } from './render.js';
import { plainText, shortNumber } from './text.js';
import { frame, PALETTE } from './theme.js';

/** Options of {@link plotSplitValueHistogram}. */
export interface SplitValuePlotOptions extends Pick<SplitValueOptions, 'bins'> {
  readonly title?: string | undefined;
}

const WIDTH = 520;
const HEIGHT = 300;
/** Bars that are still a pixel wide. */
const MOST_BARS = 500;
/** A bar's share of its bin, and the room beside the outer bins, as LightGBM's picture has them. */
const BAR = 0.8;
const MARGIN = 0.2;

/**
 * A bar for each bin of the values at which the trees split on a feature; as LightGBM's `plot_split_value_histogram`.
 * @param feature its name, or its place from 0
 * @returns the text of an SVG file
 * @throws CambiumError as {@link splitValueHistogram}; `nothing-to-draw` when no tree splits on the feature
 */
export async function plotSplitValueHistogram(
  model: Model,
  feature: string | number,
  options: SplitValuePlotOptions = {},
): Promise<string> {
  checkNames('option of plotSplitValueHistogram', options, { bins: true, title: true });
  checkKinds(options, { title: 'a string' });
  checkModel(model);
  const { counts, edges } = splitValueHistogram(model, feature, { bins: options.bins });
  const told = typeof feature === 'number' ? `index ${feature}` : `name ${feature}`;
  const most = counts.reduce((high, count) => Math.max(high, count), 0);
  if (most === 0) {
    throw new CambiumError(
      'nothing-to-draw',
      `no tree of the model splits on the feature with ${told}`,
    );
  }
  if (counts.length > MOST_BARS) {
    throw new CambiumError(
      'invalid-option',
      `the histogram has ${counts.length} bins, but at most ${MOST_BARS} can be drawn`,
      { hint: `set bins, e.g. to 50 or auto` },
    );
  }
  const title = options.title ?? `Split value histogram for feature with ${told}`;
  return render(specOf(counts, edges, most, title), plainText(title));
}

function specOf(counts: Float64Array, edges: Float64Array, most: number, title: string): Spec {
  const [low, high] = [edges[0]!, edges.at(-1)!];
  const room = (high - low) * MARGIN;
  const bars = Array.from(counts, (count, bin) => {
    const [left, right] = [edges[bin]!, edges[bin + 1]!];
    const gap = ((right - left) * (1 - BAR)) / 2;
    return {
      left: left + gap,
      right: right - gap,
      count,
      description: `${shortNumber(left, 6)} to ${shortNumber(right, 6)}: ${count}`,
    };
  });
  return {
    ...frame({
      width: WIDTH,
      height: HEIGHT,
      padding: { left: 70, right: 30, top: 12, bottom: 55 },
      title,
    }),
    data: [{ name: 'bins', values: bars.filter(({ count }) => count > 0) }],
    scales: [
      { name: 'x', type: 'linear', domain: [low - room, high + room], range: 'width', zero: false },
      { name: 'y', type: 'linear', domain: [0, most * 1.1], range: 'height' },
    ],
    axes: [
      {
        orient: 'bottom',
        scale: 'x',
        grid: true,
        zindex: 0,
        title: 'Feature split value',
        titlePadding: 10,
        tickCount: 6,
      },
      {
        orient: 'left',
        scale: 'y',
        grid: true,
        zindex: 0,
        title: 'Count',
        // Counts are whole numbers.
        tickMinStep: 1,
        tickCount: 6,
      },
    ],
    marks: [
      {
        type: 'rect',
        name: 'bars',
        from: { data: 'bins' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'left' },
            x2: { scale: 'x', field: 'right' },
            y: { scale: 'y', field: 'count' },
            y2: { scale: 'y', value: 0 },
            fill: { value: PALETTE[0] as string },
            description: { field: 'description' },
          },
        },
      },
    ],
  };
}
