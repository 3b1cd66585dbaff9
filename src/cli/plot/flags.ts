/** Reads the options of `cambium plot`, and refuses those that the kind of picture has no use for. */
import { extname } from 'node:path';
import { CambiumError, didYouMean } from '../../errors.js';

/** What the options of `cambium plot` give. */
export interface PlotFlags {
  readonly kind: string;
  readonly output: string;
  readonly title?: string;
  readonly importance?: string;
  readonly top?: string;
  readonly tree?: string;
  readonly maxDepth?: string;
  readonly show?: string;
  readonly orientation?: string;
  readonly precision?: string;
  readonly feature?: string;
  readonly bins?: string;
  readonly metric?: string;
  readonly dataset?: string;
  readonly data?: readonly string[];
  readonly features?: string;
  readonly gridSize?: string;
  readonly rows?: string;
  readonly seed?: string;
  readonly raw?: boolean;
  readonly class?: string;
}

/** The kinds of pictures, and the options that belong to each alone. */
const OPTIONS = {
  importance: ['importance', 'top', 'precision'],
  tree: ['tree', 'maxDepth', 'show', 'orientation', 'precision'],
  'split-values': ['feature', 'bins'],
  metrics: ['metric', 'dataset'],
  'partial-dependence': ['data', 'features', 'gridSize', 'rows', 'seed', 'raw', 'class'],
} as const satisfies Readonly<Record<string, readonly (keyof PlotFlags)[]>>;

export type PlotKind = keyof typeof OPTIONS;

/** @throws CambiumError `invalid-option`: no such kind, an option of another kind, an output that is no `.svg` */
export function checkFlags(flags: PlotFlags): PlotKind {
  const kinds = Object.keys(OPTIONS) as PlotKind[];
  const kind = oneOf('--kind', flags.kind, kinds);
  const own: readonly string[] = OPTIONS[kind];
  const foreign = kinds
    .flatMap((other): readonly (keyof PlotFlags)[] => OPTIONS[other])
    .find((name) => flags[name] !== undefined && !own.includes(name));
  if (foreign !== undefined) {
    throw new CambiumError('invalid-option', `${flagOf(foreign)} means nothing to --kind ${kind}`, {
      hint: `its options are ${own.map(flagOf).join(', ')}`,
    });
  }
  if (extname(flags.output).toLowerCase() !== '.svg') {
    throw new CambiumError(
      'invalid-option',
      `--output ${flags.output}: expected a file that ends in .svg`,
    );
  }
  return kind;
}

const flagOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new CambiumError(
    'invalid-option',
    `${option} is "${value}", but must be one of ${allowed.join(', ')}`,
    { hint: didYouMean(value, allowed) },
  );
}

/** A whole number, 0 or more; its upper limit is looked at where it is used. */
export function whole(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new CambiumError('invalid-option', `${option} is "${text}", but must be a whole number`);
}

/** Names separated by commas. */
export function names(option: string, text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const list = text.split(',').map((name) => name.trim());
  if (!list.includes('')) return list;
  throw new CambiumError('invalid-option', `${option} "${text}" has an empty name`);
}
