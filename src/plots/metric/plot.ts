/** Draws the learning curves of a training. */
import type { GroupMark, Spec } from 'vega';
import { CambiumError, checkKinds, checkNames } from '../../errors.js';
import { extent } from '../extent.js';
import { checkWhole } from '../options.js';
import { render } from '../render.js';
import { plainText, shorten, textWidth, wholeNumber } from '../text.js';
import { FONT, FONT_SIZE, frame, INK, lineLooks, MIDDLE } from '../theme.js';
import { thinOut } from '../thin-out.js';
import { bestIterationOf, choose, type MetricHistory, type Series, seriesOf } from './history.js';

/** Options of {@link plotMetric}. */
export interface MetricPlotOptions {
  /** Metrics to draw, a panel each; default: all of them. */
  readonly metrics?: readonly string[] | undefined;
  /** Tables to draw, a line each; default: all of them. */
  readonly datasets?: readonly string[] | undefined;
  /** The round to mark, from 1; default: the history's own. */
  readonly bestIteration?: number | undefined;
  readonly title?: string | undefined;
}

const MOST_PANELS = 12;
const MOST_LINES = 20;
const MOST_POINTS = 2000;
const WIDTH = 560;
const LEGEND_WIDTH = 160;
/** Height of a panel alone, and of one of several; the room between them. */
const HEIGHTS = { alone: 320, several: 190, between: 40 } as const;

/**
 * The metrics of each table after each round: a panel a metric, a line a table, and a mark at the best
 * round.
 * @returns the text of an SVG file
 * @throws CambiumError `bad-metrics`, `missing-metric`, `missing-dataset`, `nothing-to-draw`, `too-large`
 */
export async function plotMetric(
  history: MetricHistory,
  options: MetricPlotOptions = {},
): Promise<string> {
  checkNames('option of plotMetric', options, {
    metrics: true,
    datasets: true,
    bestIteration: true,
    title: true,
  });
  checkKinds(options, { title: 'a string', metrics: 'a list', datasets: 'a list' });
  const series = choose(seriesOf(history), options.metrics, options.datasets);
  const metrics = distinct(series.map(({ metric }) => metric));
  const datasets = distinct(series.map(({ dataset }) => dataset));
  refuseMany('metrics', metrics.length, MOST_PANELS);
  refuseMany('tables', datasets.length, MOST_LINES);
  const rounds = Math.max(...series.map(({ values }) => values.length));
  const best = options.bestIteration ?? bestIterationOf(history);
  if (best !== undefined) checkWhole('bestIteration', best, 0, Number.MAX_SAFE_INTEGER);
  const title = options.title ?? 'Metrics during training';
  const height = metrics.length === 1 ? HEIGHTS.alone : HEIGHTS.several;
  const step = height + HEIGHTS.between;
  const looks = lineLooks(datasets.length);
  const spec: Spec = {
    ...frame({
      width: WIDTH,
      height: metrics.length * step - HEIGHTS.between,
      padding: { left: 80, right: LEGEND_WIDTH + 40, top: 15, bottom: 55 },
      title,
    }),
    scales: [
      { name: 'x', type: 'linear', domain: [1, Math.max(2, rounds)], range: 'width', zero: false },
      { name: 'colour', type: 'ordinal', domain: datasets, range: looks.colours },
      { name: 'dash', type: 'ordinal', domain: datasets, range: looks.dashes },
      {
        name: 'names',
        type: 'ordinal',
        domain: datasets,
        range: datasets.map((name) => shorten(plainText(name), LEGEND_WIDTH - 20, FONT_SIZE)),
      },
    ],
    legends: [
      {
        stroke: 'colour',
        strokeDash: 'dash',
        symbolType: 'stroke',
        symbolSize: 400,
        orient: 'none',
        legendX: WIDTH + 20,
        legendY: 0,
        title: 'Table',
        encode: { labels: { update: { text: { signal: "scale('names', datum.value)" } } } },
      },
    ],
    marks: metrics.map((metric, place) => {
      const ofMetric = series.filter((one) => one.metric === metric);
      const last = place === metrics.length - 1;
      return panel(ofMetric, place, { top: place * step, height, last, best, rounds });
    }),
  };
  return render(spec, plainText(title));
}

const distinct = (names: readonly string[]): string[] => [...new Set(names)];

function refuseMany(what: string, count: number, most: number): void {
  if (count <= most) return;
  throw new CambiumError('too-large', `${count} ${what} are too many for a picture of ${most}`, {
    hint: 'choose some of them',
  });
}

interface Place {
  readonly top: number;
  readonly height: number;
  /** The lowest panel, which has the axis of rounds. */
  readonly last: boolean;
  readonly best: number | undefined;
  readonly rounds: number;
}

function panel(series: readonly Series[], number: number, place: Place): GroupMark {
  const { top, height, last, best, rounds } = place;
  const scale = `y${number}`;
  const data = `lines${number}`;
  const values = series.flatMap(({ dataset, values: ofRounds }) =>
    thinOut(
      ofRounds.map((y, index) => ({ x: index + 1, y: Number.isFinite(y) ? y : Number.NaN })),
      MOST_POINTS,
    ).map(({ x, y }) => ({ dataset, x, y: Number.isNaN(y) ? null : y })),
  );
  const metric = series[0]?.metric ?? '';
  const marked = best !== undefined && best >= 1 && best <= rounds;
  return {
    type: 'group',
    name: `panel${number}`,
    encode: {
      enter: { y: { value: top }, width: { value: WIDTH }, height: { value: height } },
    },
    data: [{ name: data, values }],
    scales: [
      {
        name: scale,
        type: 'linear',
        domain: extent(values.map(({ y }) => y)),
        range: [height, 0],
        nice: true,
        zero: false,
      },
    ],
    axes: [
      {
        orient: 'bottom',
        scale: 'x',
        grid: true,
        labels: last,
        ...(last && { title: 'Round', titlePadding: 10 }),
        tickCount: Math.min(10, rounds),
        tickMinStep: 1,
        format: ',d',
      },
      {
        orient: 'left',
        scale,
        grid: true,
        title: shorten(plainText(metric), height, FONT_SIZE, true),
        titleX: -60,
        tickCount: 6,
      },
    ],
    marks: [
      {
        type: 'group',
        from: { facet: { name: `${data}_of`, data, groupby: 'dataset' } },
        marks: [
          {
            type: 'line',
            name: 'lines',
            from: { data: `${data}_of` },
            encode: {
              enter: {
                x: { scale: 'x', field: 'x' },
                y: { scale, field: 'y' },
                defined: { signal: 'isValid(datum.y)' },
                stroke: { scale: 'colour', field: 'dataset' },
                strokeDash: { scale: 'dash', field: 'dataset' },
                strokeWidth: { value: 2 },
                description: { value: `${plainText(metric)} by round` },
              },
            },
          },
          // A line of one round is invisible.
          ...(rounds === 1 ? [onePoint(`${data}_of`, scale)] : []),
        ],
      },
      ...(marked ? bestMarks(best, height, number === 0) : []),
    ],
  };
}

function onePoint(
  data: string,
  scale: string,
): GroupMark['marks'] extends (infer M)[] | undefined ? M : never {
  return {
    type: 'symbol',
    name: 'points',
    from: { data },
    encode: {
      enter: {
        x: { scale: 'x', field: 'x' },
        y: { scale, field: 'y' },
        fill: { scale: 'colour', field: 'dataset' },
        size: { value: 50 },
      },
    },
  };
}

function bestMarks(
  best: number,
  height: number,
  labelled: boolean,
): NonNullable<GroupMark['marks']> {
  const label = `best round ${wholeNumber(best)}`;
  const width = Math.ceil(textWidth(label, FONT_SIZE)) + 8;
  return [
    {
      type: 'rule',
      name: 'best',
      encode: {
        enter: {
          x: { scale: 'x', value: best },
          y: { value: 0 },
          y2: { value: height },
          stroke: { value: MIDDLE },
          strokeDash: { value: [3, 3] },
          description: { value: label },
        },
      },
    },
    ...(labelled
      ? [
          {
            type: 'text' as const,
            aria: false,
            encode: {
              enter: {
                x: {
                  signal: `scale('x', ${best}) > ${width} ? scale('x', ${best}) - 5 : scale('x', ${best}) + 5`,
                },
                align: { signal: `scale('x', ${best}) > ${width} ? 'right' : 'left'` },
                y: { value: 12 },
                text: { value: label },
                font: { value: FONT },
                fontSize: { value: FONT_SIZE },
                fill: { value: INK },
              },
            },
          },
        ]
      : []),
  ];
}
