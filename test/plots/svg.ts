/** Reads a picture as XML: what does not parse, or is no plain drawing, fails here. */
import { DOMParser, type Document, type Element } from '@xmldom/xmldom';

/** What a picture may be made of: nothing that runs, and nothing that is fetched. */
const TAGS = new Set(
  'svg title g path rect line text tspan defs linearGradient stop clipPath'.split(' '),
);

export function parseSvg(svg: string): Document {
  const fail = (level: string, message: string): void => {
    // That is what a forbidden character has become.
    if (message.startsWith('Unicode replacement character')) return;
    throw new Error(`${level}: ${message}`);
  };
  const document = new DOMParser({ onError: fail }).parseFromString(svg, 'image/svg+xml');
  for (const element of elements(document)) {
    if (!TAGS.has(element.tagName)) throw new Error(`a strange element: ${element.tagName}`);
    for (const { name } of [...element.attributes]) {
      if (/^on|href$/i.test(name)) throw new Error(`a strange attribute: ${name}`);
    }
  }
  return document;
}

const elements = (document: Document): Element[] => [...document.getElementsByTagName('*')];

/** The texts of a picture, in the order in which they are drawn; lines of one text are parted by newlines. */
export function texts(document: Document): string[] {
  return [...document.getElementsByTagName('text')].map((text) => {
    const lines = [...text.getElementsByTagName('tspan')].map((line) => line.textContent ?? '');
    return lines.length > 0 ? lines.join('\n') : (text.textContent ?? '');
  });
}

/** The elements of the mark of a name. */
export function marks(document: Document, name: string): Element[] {
  return elements(document)
    .filter((element) => element.getAttribute('class')?.split(' ').includes(name))
    .flatMap((group) => [...group.childNodes].filter((node): node is Element => 'tagName' in node));
}

/** What readers of screens are told of the elements of a mark. */
export const labels = (document: Document, name: string): string[] =>
  marks(document, name).map((element) => element.getAttribute('aria-label') ?? '');

/** The numbers of a path's description, e.g. `M0,1L2,3` as pairs. */
export function pathPoints(path: Element): [number, number][] {
  const numbers = (path.getAttribute('d') ?? '').match(/-?\d+(?:\.\d+)?(?:e-?\d+)?/g) ?? [];
  const pairs: [number, number][] = [];
  for (let index = 0; index + 1 < numbers.length; index += 2) {
    pairs.push([Number(numbers[index]), Number(numbers[index + 1])]);
  }
  return pairs;
}

/** Width and height in pixels. */
export function size(document: Document): [number, number] {
  const root = document.documentElement;
  return [Number(root?.getAttribute('width')), Number(root?.getAttribute('height'))];
}
