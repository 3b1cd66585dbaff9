/** Text in pictures: without what XML forbids, measured without a font, cut to a width, numbers short. */

/** Characters that XML 1.0 cannot hold, or that would steer how the text around them is laid out. */
const UNSAFE = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

/** A stranger's text as one line that any reader of SVG can take; markup is escaped when it is written. */
export function plainText(text: string): string {
  return text.replace(/[\t\n\r]+/g, ' ').replace(UNSAFE, '\uFFFD');
}

/** Widths in thousandths of the font's size, as in Arial and its metric twins. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijl'|]/, 222],
  [/[ ftI.,:;!/\\[\]]/, 278],
  [/[-()r`"{}]/, 345],
  [/[ckszvxyJ*^°]/, 500],
  [/[a-z0-9_?#$L«»]/, 556],
  [/[ABEFKPSTVXYZ&+<=>~≤≥±−×]/, 667],
  [/[CDGHNOQRUw]/, 745],
  [/[mM%]/, 850],
  [/[W@…—]/, 1000],
];
/** Letters of other alphabets; ideographs and pictures fill a square. */
const OTHER_WIDTH = 640;
const WIDE_WIDTH = 1050;
const BOLD = 1.08;

function characterWidth(character: string): number {
  const known = WIDTHS.find(([characters]) => characters.test(character));
  if (known !== undefined) return known[1];
  return (character.codePointAt(0) as number) >= 0x1100 ? WIDE_WIDTH : OTHER_WIDTH;
}

/** About the width of a text in pixels; the same on every machine, for no font is looked at. */
export function textWidth(text: string, size: number, bold = false): number {
  let sum = 0;
  for (const character of text) sum += characterWidth(character);
  return (sum / 1000) * size * (bold ? BOLD : 1);
}

/** The text, or its beginning and end around `…` when it is wider than `width` pixels: names often differ at the end. */
export function shorten(text: string, width: number, size: number, bold = false): string {
  if (textWidth(text, size, bold) <= width) return text;
  const characters = [...text];
  let kept = Math.min(characters.length - 1, Math.ceil((width / size) * 5));
  for (; kept > 1; kept--) {
    const short = keepEnds(characters, kept);
    if (textWidth(short, size, bold) <= width) return short;
  }
  return keepEnds(characters, 1);
}

function keepEnds(characters: readonly string[], kept: number): string {
  const head = Math.ceil(kept / 2);
  const tail = kept - head;
  return `${characters.slice(0, head).join('')}…${tail > 0 ? characters.slice(-tail).join('') : ''}`;
}

/** A number with so many significant digits and no idle zeros, e.g. `0.125`, `−3`, `1.2e+21`. */
export function shortNumber(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  return String(Number(value.toPrecision(digits))).replace(/^-/, '−');
}

/** A whole number with commas between its thousands, e.g. `1,234`. */
export function wholeNumber(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}
