/** Lays a tree's boxes out, and makes the specification that draws them. */
import type { Data, EncodeEntry, Mark, Spec } from 'vega';
import { shorten, shortNumber, textWidth } from '../text.js';
import { FONT, FONT_SIZE, frame, INK, MIDDLE } from '../theme.js';
import type { PictureNode } from './nodes.js';

export type Orientation = 'horizontal' | 'vertical';

const LINE = 16;
const INSET = 9;
const BOX_MIN = 70;
const BOX_MAX = 200;
/** Between boxes side by side. */
const BESIDE = 14;
/** Between a box and the next, beside the text of the answer. */
const BETWEEN = 40;
const ANSWER_SIZE = 11;
const PADDING = 20;
const LEAST_WIDTH = 420;

/** Light enough for black text (contrast above 9:1). */
const BELOW_MEAN = '#92c5de';
const ABOVE_MEAN = '#fdb863';
const FOLDED = '#eeeeee';

interface Sizes {
  readonly width: number;
  readonly height: number;
  /** Steps from one node to the next, beside it and away from the root. */
  readonly across: number;
  readonly along: number;
}

export function treeSpec(
  nodes: readonly PictureNode[],
  mean: number,
  orientation: Orientation,
  title: string,
): Spec {
  const sizes = measure(nodes, orientation);
  const horizontal = orientation === 'horizontal';
  const [across, along] = horizontal ? ['y', 'x'] : ['x', 'y'];
  const size = (axis: string, box: number): string =>
    `extent_${axis}[1] - extent_${axis}[0] + ${box}`;
  return {
    ...frame({
      width: LEAST_WIDTH,
      height: sizes.height,
      padding: { left: PADDING, right: PADDING, top: 15, bottom: PADDING },
      title,
      ...(nodes.length > 1 && {
        subtitle: 'blue leaves lie below the mean output, orange ones above',
      }),
    }),
    // The measures of the whole are known once the layout is.
    signals: [
      { name: 'width', update: `max(${LEAST_WIDTH}, ${size('x', sizes.width)})` },
      { name: 'height', update: size('y', sizes.height) },
    ],
    data: data(boxes(nodes, mean, sizes.width - 2 * INSET), sizes, [across, along] as [
      string,
      string,
    ]),
    scales: [
      {
        name: 'tint',
        type: 'linear',
        domain: [-1, 0, 1],
        range: [BELOW_MEAN, '#ffffff', ABOVE_MEAN],
        interpolate: 'rgb',
      },
    ],
    marks: [...ways(sizes, orientation), ...boxMarks(sizes, orientation)],
  };
}

const boxHeight = ({ lines }: PictureNode): number => LINE * (1 + lines.length) + 2 * INSET - 4;

function measure(nodes: readonly PictureNode[], orientation: Orientation): Sizes {
  const widest = nodes.reduce(
    (most, { head, lines }) =>
      Math.max(
        most,
        textWidth(head, FONT_SIZE, true),
        ...lines.map((line) => textWidth(line, FONT_SIZE)),
      ),
    BOX_MIN,
  );
  const width = Math.ceil(Math.min(BOX_MAX, widest)) + 2 * INSET;
  const height = Math.max(...nodes.map(boxHeight));
  const answer = Math.ceil(Math.max(...nodes.map((node) => textWidth(node.answer, ANSWER_SIZE))));
  return orientation === 'horizontal'
    ? { width, height, across: height + BESIDE, along: width + answer + BETWEEN }
    : {
        width,
        height,
        across: Math.max(width, answer + 10) + BESIDE,
        along: height + 20 + BETWEEN,
      };
}

/** A node as Vega gets it: texts cut to the box. */
function boxes(nodes: readonly PictureNode[], mean: number, room: number): object[] {
  const leaves = nodes.filter(({ kind }) => kind === 'leaf');
  const spread = Math.max(...leaves.map(({ value }) => Math.abs(value - mean)), Number.MIN_VALUE);
  return nodes.map((node) => ({
    id: node.id,
    parent: node.parent ?? null,
    kind: node.kind,
    head: shorten(node.head, room, FONT_SIZE, true),
    lines: node.lines.map((line) => shorten(line, room, FONT_SIZE)),
    answer: node.answer,
    height: boxHeight(node),
    // From −1 to 1: where a leaf lies about the mean.
    tint:
      node.kind === 'leaf'
        ? Number(shortNumber((node.value - mean) / spread, 6).replace('−', '-'))
        : 0,
    description: [node.head, ...node.lines].join(', '),
  }));
}

function data(values: object[], { across, along }: Sizes, axes: [string, string]): Data[] {
  return [
    {
      name: 'nodes',
      values,
      transform: [
        { type: 'stratify', key: 'id', parentKey: 'parent' },
        {
          type: 'tree',
          method: 'tidy',
          nodeSize: [across, along],
          separation: false,
          as: [...axes, 'depth', 'children'],
        },
        { type: 'extent', field: 'x', signal: 'extent_x' },
        { type: 'extent', field: 'y', signal: 'extent_y' },
      ],
    },
    { name: 'links', source: 'nodes', transform: [{ type: 'treelinks' }] },
  ];
}

/** Where a node's box begins. */
const left = (of: string): string => `(${of}.x - extent_x[0])`;
const top = (of: string): string => `(${of}.y - extent_y[0])`;

/** Lines from box to box with the answer at the end, where it belongs to one node alone. */
function ways({ width, height }: Sizes, orientation: Orientation): Mark[] {
  const horizontal = orientation === 'horizontal';
  const from = horizontal
    ? { x: `${left('datum.source')} + ${width}`, y: `${top('datum.source')} + ${height / 2}` }
    : {
        x: `${left('datum.source')} + ${width / 2}`,
        y: `${top('datum.source')} + datum.source.height`,
      };
  const to = horizontal
    ? { x: left('datum.target'), y: `${top('datum.target')} + ${height / 2}` }
    : { x: `${left('datum.target')} + ${width / 2}`, y: top('datum.target') };
  const bend = horizontal
    ? `'H' + (${from.x} + 14) + 'V' + (${to.y}) + 'H' + (${to.x})`
    : `'V' + (${from.y} + 14) + 'H' + (${to.x}) + 'V' + (${to.y})`;
  return [
    {
      type: 'path',
      name: 'ways',
      aria: false,
      from: { data: 'links' },
      encode: {
        update: {
          path: { signal: `'M' + (${from.x}) + ',' + (${from.y}) + ${bend}` },
          stroke: { value: MIDDLE },
        },
      },
    },
    {
      type: 'text',
      name: 'answers',
      aria: false,
      from: { data: 'links' },
      encode: {
        update: {
          x: { signal: horizontal ? `${to.x} - 6` : `${to.x} + 5` },
          y: { signal: horizontal ? `${to.y} - 5` : `${to.y} - 8` },
          align: { value: horizontal ? 'right' : 'left' },
          text: { signal: 'datum.target.answer' },
          ...font(ANSWER_SIZE),
        },
      },
    },
  ];
}

const font = (size: number): EncodeEntry => ({
  font: { value: FONT },
  fontSize: { value: size },
  fill: { value: INK },
});

function boxMarks({ width, height }: Sizes, orientation: Orientation): Mark[] {
  // Ways meet the middle of a box's side, or of its upper edge.
  const indent = orientation === 'horizontal' ? ` + (${height} - datum.height) / 2` : '';
  const at = (x: number, y: number): EncodeEntry => ({
    x: { signal: `${left('datum')} + ${x}` },
    y: { signal: `${top('datum')}${indent} + ${y}` },
  });
  return [
    {
      type: 'rect',
      name: 'boxes',
      from: { data: 'nodes' },
      encode: {
        update: {
          ...at(0, 0),
          width: { value: width },
          height: { field: 'height' },
          cornerRadius: { signal: "datum.kind === 'leaf' ? 10 : 2" },
          fill: {
            signal: `datum.kind === 'folded' ? '${FOLDED}' : scale('tint', datum.tint)`,
          },
          stroke: { value: MIDDLE },
          strokeDash: { signal: "datum.kind === 'folded' ? [4, 3] : null" },
          description: { field: 'description' },
        },
      },
    },
    {
      type: 'text',
      name: 'heads',
      aria: false,
      from: { data: 'nodes' },
      encode: {
        update: {
          ...at(INSET, INSET + 10),
          text: { field: 'head' },
          fontWeight: { value: 'bold' },
          ...font(FONT_SIZE),
        },
      },
    },
    {
      type: 'text',
      name: 'lines',
      aria: false,
      from: { data: 'nodes' },
      encode: {
        update: {
          ...at(INSET, INSET + 10 + LINE),
          text: { field: 'lines' },
          lineHeight: { value: LINE },
          ...font(FONT_SIZE),
        },
      },
    },
  ];
}
