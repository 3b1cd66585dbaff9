/** The picture of a partial dependence on one feature: lines over a number, points over categories. */
import type { Axis, Legend, Mark, Scale, Spec } from 'vega';
import { extent } from '../extent.js';
import { plainText, shorten, shortNumber } from '../text.js';
import { FONT, FONT_SIZE, frame, INK, lineLooks, MIDDLE } from '../theme.js';
import type { DependenceFeature } from './compute.js';
import type { DependencePicture } from './plot.js';

const WIDTH = 560;
const HEIGHT = 320;
const LEGEND_WIDTH = 110;
const MISSING_WIDTH = 60;

interface Point {
  readonly class: number;
  readonly x: number | string;
  readonly y: number;
  readonly description: string;
}

export function lineSpec(picture: DependencePicture): Spec {
  const { dependence, classes, meaning, title, subtitle } = picture;
  const feature = dependence.features[0] as DependenceFeature;
  const points = pointsOf(picture, feature);
  const missing = feature.type === 'number' ? points.filter(({ x }) => x === 'missing') : [];
  const shown = points.filter((point) => !missing.includes(point));
  const room = missing.length > 0 ? MISSING_WIDTH : 0;
  // Labels of many categories stand upright to share the width.
  const crowded = feature.type === 'category' && feature.values.length > 16;
  const looks = lineLooks(classes.length);
  return {
    ...frame({
      width: WIDTH,
      height: HEIGHT,
      padding: {
        left: 80,
        right: 30 + room + (classes.length > 1 ? LEGEND_WIDTH : 0),
        top: 15,
        bottom: crowded ? 90 : 60,
      },
      title,
      subtitle,
    }),
    data: [
      { name: 'grid', values: shown },
      { name: 'missing-values', values: missing },
      { name: 'decile-values', values: [...feature.deciles].map((x) => ({ x })) },
    ],
    scales: [
      xScale(feature, shown),
      {
        name: 'y',
        type: 'linear',
        domain: extent(points.map(({ y }) => y)),
        range: 'height',
        nice: true,
        zero: false,
      },
      { name: 'colour', type: 'ordinal', domain: [...classes], range: looks.colours },
      { name: 'dash', type: 'ordinal', domain: [...classes], range: looks.dashes },
    ],
    axes: axes(feature, meaning, crowded),
    ...(classes.length > 1 && { legends: [legend(feature, WIDTH + room + 15)] }),
    marks: [
      ...(feature.type === 'number' ? [lines(), deciles()] : []),
      ...(feature.type === 'category' || shown.length === classes.length ? [symbols()] : []),
      ...missingMarks(),
    ],
  };
}

function pointsOf({ dependence, classes }: DependencePicture, feature: DependenceFeature): Point[] {
  const { averages, outputs } = dependence;
  return [...feature.values].flatMap((value, index) =>
    classes.map((one) => {
      const y = averages[index * outputs + one] as number;
      const text = Number.isNaN(value) ? 'missing' : shortNumber(value, 6);
      const x = Number.isNaN(value) || feature.type === 'category' ? text : value;
      return { class: one, x, y, description: `${plainText(feature.name)} ${text}: ${y}` };
    }),
  );
}

function xScale({ type, values }: DependenceFeature, shown: readonly Point[]): Scale {
  if (type === 'category') {
    return {
      name: 'x',
      type: 'point',
      domain: [...new Set(shown.map(({ x }) => x as string))],
      range: 'width',
      padding: 0.5,
    };
  }
  return { name: 'x', type: 'linear', domain: extent(values), range: 'width', zero: false };
}

function axes(feature: DependenceFeature, meaning: string, crowded: boolean): Axis[] {
  return [
    {
      orient: 'bottom',
      scale: 'x',
      grid: feature.type === 'number',
      title: shorten(plainText(feature.name), WIDTH, FONT_SIZE, true),
      titleY: crowded ? 62 : 32,
      titleBaseline: 'top',
      ...(crowded && { labelAngle: -90, labelAlign: 'right', labelBaseline: 'middle' }),
      ...(feature.type === 'number' && { tickCount: 8 }),
    },
    { orient: 'left', scale: 'y', grid: true, title: meaning, titleX: -60, tickCount: 7 },
  ];
}

const legend = ({ type }: DependenceFeature, x: number): Legend => ({
  ...(type === 'number'
    ? { stroke: 'colour', strokeDash: 'dash', symbolType: 'stroke', symbolSize: 400 }
    : { fill: 'colour', symbolType: 'circle' }),
  orient: 'none',
  legendX: x,
  legendY: 0,
  title: 'Class',
});

const lines = (): Mark => ({
  type: 'group',
  from: { facet: { name: 'line', data: 'grid', groupby: 'class' } },
  marks: [
    {
      type: 'line',
      name: 'lines',
      from: { data: 'line' },
      encode: {
        enter: {
          x: { scale: 'x', field: 'x' },
          y: { scale: 'y', field: 'y' },
          stroke: { scale: 'colour', field: 'class' },
          strokeDash: { scale: 'dash', field: 'class' },
          strokeWidth: { value: 2 },
        },
      },
    },
  ],
});

/** Ticks inside the lower edge: a tenth of the rows lies between each and the next. */
const deciles = (): Mark => ({
  type: 'rule',
  name: 'deciles',
  aria: false,
  from: { data: 'decile-values' },
  encode: {
    enter: {
      x: { scale: 'x', field: 'x' },
      y: { value: HEIGHT },
      y2: { value: HEIGHT - 9 },
      stroke: { value: INK },
    },
  },
});

const symbols = (): Mark => ({
  type: 'symbol',
  name: 'points',
  from: { data: 'grid' },
  encode: {
    enter: {
      x: { scale: 'x', field: 'x' },
      y: { scale: 'y', field: 'y' },
      fill: { scale: 'colour', field: 'class' },
      size: { value: 70 },
      description: { field: 'description' },
    },
  },
});

const missingMarks = (): Mark[] => [
  {
    type: 'rule',
    name: 'missing',
    from: { data: 'missing-values' },
    encode: {
      enter: {
        x: { value: 0 },
        x2: { value: WIDTH },
        y: { scale: 'y', field: 'y' },
        stroke: { scale: 'colour', field: 'class' },
        strokeDash: { value: [2, 4] },
        description: { field: 'description' },
      },
    },
  },
  {
    type: 'text',
    name: 'missing-labels',
    aria: false,
    from: { data: 'missing-values' },
    encode: {
      enter: {
        x: { value: WIDTH + 6 },
        y: { scale: 'y', field: 'y' },
        text: { value: 'missing' },
        baseline: { value: 'middle' },
        font: { value: FONT },
        fontSize: { value: FONT_SIZE - 1 },
        fill: { value: MIDDLE },
      },
    },
  },
];
