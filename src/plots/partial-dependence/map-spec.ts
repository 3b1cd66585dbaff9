/** The picture of a partial dependence on two features: a map whose colours are the means. */
import type { Axis, EncodeEntry, Scale, Spec } from 'vega';
import { extent } from '../extent.js';
import { plainText, shorten, shortNumber } from '../text.js';
import { FONT_SIZE, frame } from '../theme.js';
import type { DependenceFeature } from './compute.js';
import type { DependencePicture } from './plot.js';

const SIZE = 420;
const LEGEND_WIDTH = 110;
/** From dark to light in even steps of brightness, for all kinds of colour vision. */
const SCHEME = 'viridis';

export function mapSpec({
  dependence,
  classes,
  meaning,
  title,
  subtitle,
}: DependencePicture): Spec {
  const { features, averages, outputs } = dependence;
  const [first, second] = features as [DependenceFeature, DependenceFeature];
  const [one = 0] = classes;
  const [across, upwards] = [cellsOf(first), cellsOf(second)];
  const cells = across.flatMap((x, i) =>
    upwards.map((y, j) => {
      const value = averages[(i * upwards.length + j) * outputs + one] as number;
      const description = `${plainText(first.name)} ${x.text}, ${plainText(second.name)} ${y.text}: ${value}`;
      return { x: x.low, x2: x.high, y: y.low, y2: y.high, value, description };
    }),
  );
  return {
    ...frame({
      width: SIZE,
      height: SIZE,
      padding: { left: 85, right: LEGEND_WIDTH + 40, top: 15, bottom: 60 },
      title,
      subtitle: outputs > 1 ? `class ${one}, ${subtitle}` : subtitle,
    }),
    data: [{ name: 'means', values: cells }],
    scales: [
      scaleOf('x', first, across, 'width'),
      scaleOf('y', second, upwards, 'height'),
      {
        name: 'colour',
        type: 'linear',
        domain: extent(cells.map(({ value }) => value)),
        range: { scheme: SCHEME },
        zero: false,
      },
    ],
    axes: [axisOf('bottom', 'x', first), axisOf('left', 'y', second)],
    legends: [
      {
        fill: 'colour',
        type: 'gradient',
        orient: 'none',
        legendX: SIZE + 20,
        legendY: 0,
        title: meaning,
        gradientLength: 240,
        gradientThickness: 18,
        tickCount: 6,
      },
    ],
    marks: [
      {
        type: 'rect',
        name: 'cells',
        from: { data: 'means' },
        encode: {
          enter: {
            ...sides('x', first, 'width'),
            ...sides('y', second, 'height'),
            fill: { scale: 'colour', field: 'value' },
            // Hides the hairlines between neighbours.
            stroke: { scale: 'colour', field: 'value' },
            strokeWidth: { value: 0.5 },
            description: { field: 'description' },
          },
        },
      },
    ],
  };
}

interface Cell {
  /** Edges of a number's cell; a category's text twice. */
  readonly low: number | string;
  readonly high: number | string;
  readonly text: string;
}

/** A number's cell reaches half-way to its neighbours; the outermost ones end at their own values. */
function cellsOf({ type, values }: DependenceFeature): Cell[] {
  const last = values.length - 1;
  const between = (a: number, b: number): number => a / 2 + b / 2;
  return [...values].map((value, index) => {
    const text = shortNumber(value, 6);
    if (type === 'category') return { low: text, high: text, text };
    // A single value needs some width.
    if (last === 0) return { low: value - 0.5, high: value + 0.5, text };
    return {
      low: index === 0 ? value : between(values[index - 1] as number, value),
      high: index === last ? value : between(value, values[index + 1] as number),
      text,
    };
  });
}

function scaleOf(
  name: string,
  { type }: DependenceFeature,
  cells: readonly Cell[],
  range: 'width' | 'height',
): Scale {
  if (type === 'category')
    return { name, type: 'band', domain: cells.map(({ text }) => text), range };
  const edges = cells.flatMap(({ low, high }) => [low as number, high as number]);
  return { name, type: 'linear', domain: extent(edges), range, zero: false };
}

const axisOf = (orient: 'bottom' | 'left', scale: string, feature: DependenceFeature): Axis => ({
  orient,
  scale,
  title: shorten(plainText(feature.name), SIZE, FONT_SIZE, true),
  ...(feature.type === 'number' && { tickCount: 7 }),
  ...(orient === 'bottom' ? { titleY: 32, titleBaseline: 'top' as const } : { titleX: -65 }),
});

function sides(
  side: 'x' | 'y',
  { type }: DependenceFeature,
  length: 'width' | 'height',
): EncodeEntry {
  if (type === 'category') {
    return { [side]: { scale: side, field: side }, [length]: { scale: side, band: 1 } };
  }
  return { [side]: { scale: side, field: side }, [`${side}2`]: { scale: side, field: `${side}2` } };
}
