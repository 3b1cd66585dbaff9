/** How all pictures look: fonts, sizes, colours that the colour-blind can tell apart. */
import type { Config, Spec } from 'vega';
import { plainText, shorten } from './text.js';

export const FONT = 'Arial, Liberation Sans, Helvetica, sans-serif';
export const FONT_SIZE = 12;
const TITLE_SIZE = 16;
const SUBTITLE_SIZE = 12;

/** Ink of texts (contrast 13:1 on white) and of lines that only guide the eye. */
export const INK = '#222222';
const FAINT = '#d9d9d9';
export const MIDDLE = '#6b6b6b';

/** Okabe and Ito's palette, without the yellow, which is too faint for lines on white. */
export const PALETTE: readonly string[] = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  '#000000',
];

/** Dashes tell lines apart where colours do not. */
const DASHES: readonly (readonly number[])[] = [
  [1, 0],
  [7, 3],
  [2, 3],
  [9, 3, 2, 3],
  [5, 5],
];

/** Looks of the lines of a picture, by number; the first 35 differ. */
export function lineLooks(count: number): {
  readonly colours: string[];
  readonly dashes: number[][];
} {
  const numbers = Array.from({ length: count }, (_, index) => index);
  return {
    colours: numbers.map((index) => PALETTE[index % PALETTE.length] as string),
    dashes: numbers.map((index) => [...(DASHES[index % DASHES.length] as readonly number[])]),
  };
}

/** Vega's configuration; label limits are off, for texts are cut before. */
const config: Config = {
  axis: {
    labelFont: FONT,
    titleFont: FONT,
    labelFontSize: FONT_SIZE,
    titleFontSize: FONT_SIZE,
    titleFontWeight: 'bold',
    labelColor: INK,
    titleColor: INK,
    labelLimit: 0,
    titleLimit: 0,
    domainColor: MIDDLE,
    tickColor: MIDDLE,
    gridColor: FAINT,
    labelPadding: 5,
  },
  legend: {
    labelFont: FONT,
    titleFont: FONT,
    labelFontSize: FONT_SIZE,
    titleFontSize: FONT_SIZE,
    labelColor: INK,
    titleColor: INK,
    labelLimit: 0,
    titleLimit: 0,
    symbolStrokeWidth: 2.5,
  },
  title: {
    font: FONT,
    subtitleFont: FONT,
    fontSize: TITLE_SIZE,
    subtitleFontSize: SUBTITLE_SIZE,
    color: INK,
    subtitleColor: MIDDLE,
    limit: 0,
  },
};

/** A picture's outer measures, in pixels, and its texts. */
export interface FrameOptions {
  readonly width: number;
  readonly height: number;
  /** Room around for axes and legends; the title's is added. */
  readonly padding: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  readonly title: string;
  readonly subtitle?: string;
}

/** The parts of a specification that all pictures share: fixed size, background, title at the left edge. */
export function frame(options: FrameOptions): Spec {
  const { width, height, padding, title, subtitle } = options;
  const room = padding.left + width + padding.right - 30;
  const text = shorten(plainText(title), room, TITLE_SIZE, true);
  const lines =
    (text === '' ? 0 : TITLE_SIZE + 12) + (subtitle === undefined ? 0 : SUBTITLE_SIZE + 6);
  return {
    width,
    height,
    padding: { ...padding, top: padding.top + lines },
    autosize: { type: 'none' },
    background: 'white',
    config,
    title: {
      text,
      anchor: 'start',
      frame: 'group',
      orient: 'top',
      // Past the axis' labels, to the picture's edge.
      dx: 15 - padding.left,
      offset: padding.top,
      ...(subtitle !== undefined && {
        subtitle: shorten(plainText(subtitle), room, SUBTITLE_SIZE),
        subtitlePadding: 5,
      }),
    },
  };
}
