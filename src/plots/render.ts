/** Draws a Vega specification as the text of an SVG file, without a browser. */
import type { LoggerInterface, Spec } from 'vega';
import { SerialQueue } from '../runtime/index.js';

/** Drawing counts its definitions (gradients, clips) in one place for all pictures: they take turns. */
const pictures = new SerialQueue();

/**
 * The SVG of a specification; equal specifications give equal bytes.
 * @param title what the picture is called by readers of screens; escaped here
 */
export function render(spec: Spec, title: string): Promise<string> {
  return pictures.run(() => draw(spec, title));
}

async function draw(spec: Spec, title: string): Promise<string> {
  // Loaded with the first picture: the library is large.
  const { parse, resetSVGDefIds, View } = await import('vega');
  const problems: string[] = [];
  const view = new View(parse(spec), { renderer: 'none', logger: collector(problems) });
  try {
    resetSVGDefIds();
    const svg = await view.toSVG();
    if (problems.length > 0) throw new Error(`the picture cannot be drawn: ${problems[0]}`);
    return name(svg, title);
  } finally {
    view.finalize();
  }
}

/** Gives the picture a name; without it a reader of screens finds only its parts. */
function name(svg: string, title: string): string {
  const open = svg.indexOf('>') + 1;
  const head = svg.slice(0, open).replace('<svg ', '<svg role="graphics-document" ');
  return `${head}<title>${escapeText(title)}</title>${svg.slice(open)}\n`;
}

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Vega logs an error and draws on; here it is kept, to be thrown. */
function collector(problems: string[]): LoggerInterface {
  const keep = (...words: readonly unknown[]): LoggerInterface => {
    problems.push(words.map(String).join(' '));
    return log;
  };
  const ignore = (): LoggerInterface => log;
  function level(): number;
  function level(given: number): LoggerInterface;
  function level(given?: number): number | LoggerInterface {
    return given === undefined ? 1 : log;
  }
  const log: LoggerInterface = { level, error: keep, warn: ignore, info: ignore, debug: ignore };
  return log;
}
