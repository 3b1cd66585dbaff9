/** Times a parser on hostile texts, and notes what it throws that no user could act on. */
import { performance } from 'node:perf_hooks';
import { type FuzzedParser, isUserError } from './parsers.js';
import { type HostileText, hostileTexts } from './texts.js';

/** What came of all texts that one parser was given. */
export interface Findings {
  readonly texts: number;
  readonly longest: { readonly milliseconds: number; readonly title: string };
  /** Texts that ended in anything but a result or an error for the user, at most a few. */
  readonly faults: readonly string[];
}

const MOST_FAULTS = 5;

interface Run {
  readonly milliseconds: number;
  readonly fault: string | undefined;
}

async function run(parser: FuzzedParser, { text, title }: HostileText): Promise<Run> {
  const started = performance.now();
  let fault: string | undefined;
  try {
    await parser.parse(text);
  } catch (error) {
    if (!isUserError(error)) fault = `${title}: ${String(error).slice(0, 200)}`;
  }
  return { milliseconds: performance.now() - started, fault };
}

/**
 * @param length characters of each hostile run
 * @param places where runs go in each seed
 */
export async function measureParser(
  parser: FuzzedParser,
  length: number,
  places: number,
): Promise<Findings> {
  const slowest: (HostileText & { milliseconds: number })[] = [];
  const faults: string[] = [];
  let texts = 0;
  for (const seed of parser.seeds) await run(parser, { text: seed, title: 'warm-up' });
  for (const hostile of hostileTexts(parser.seeds, length, places)) {
    const { milliseconds, fault } = await run(parser, hostile);
    texts++;
    if (fault !== undefined && faults.length < MOST_FAULTS) faults.push(fault);
    slowest.push({ ...hostile, milliseconds });
    slowest.sort((a, b) => b.milliseconds - a.milliseconds);
    slowest.length = Math.min(slowest.length, 3);
  }
  // A pause of the machine is not the parser's: the slowest are timed again, and the least counts.
  let longest = { milliseconds: 0, title: '' };
  for (const { milliseconds: first, ...hostile } of slowest) {
    let milliseconds = first;
    for (let i = 0; i < 2; i++) {
      milliseconds = Math.min(milliseconds, (await run(parser, hostile)).milliseconds);
    }
    if (milliseconds > longest.milliseconds) longest = { milliseconds, title: hostile.title };
  }
  return { texts, longest, faults };
}
