/** What `predict` can be told. */
import { CambiumError, checkKinds, checkNames } from '../errors.js';
import type { ScoreKind } from '../scoring/index.js';

/** Which rounds predict. */
export interface RoundOptions {
  /** The first round, from 0; default: 0. */
  readonly startIteration?: number;
  /** Number of rounds; all unless told, and when it is 0 or below. */
  readonly numIteration?: number;
  /** Threads; default: one a core. */
  readonly threads?: number;
}

/** Which rounds predict, and what. */
export interface PredictOptions extends RoundOptions {
  /** Sums of leaves in place of predictions, as `predictRaw`. */
  readonly rawScore?: boolean;
  /** The leaf of each tree in place of predictions, as `predictLeaf`. */
  readonly predLeaf?: boolean;
  /** Contributions of features in place of predictions, as `predictContributions`. */
  readonly predContrib?: boolean;
}

/** Options that ask for numbers in place of classes. */
export type NumbersOptions = PredictOptions &
  ({ readonly rawScore: true } | { readonly predLeaf: true } | { readonly predContrib: true });

/** The names of {@link RoundOptions}. */
export const ROUND_OPTIONS = { startIteration: true, numIteration: true, threads: true } as const;

const KINDS = { rawScore: 'raw', predLeaf: 'leaf', predContrib: 'contributions' } as const;

/** The names of {@link PredictOptions}. */
export const PREDICT_OPTIONS: Readonly<Record<keyof PredictOptions, true>> = {
  ...ROUND_OPTIONS,
  rawScore: true,
  predLeaf: true,
  predContrib: true,
};

/** @throws CambiumError `unknown-option`, `invalid-option`, also where two exclude each other */
export function kindOf(options: PredictOptions): ScoreKind {
  checkNames('option of predict', options, PREDICT_OPTIONS);
  checkKinds(options, {
    rawScore: 'true or false',
    predLeaf: 'true or false',
    predContrib: 'true or false',
  });
  const names = Object.keys(KINDS) as (keyof typeof KINDS)[];
  const [first, second] = names.filter((name) => options[name] === true);
  if (second !== undefined) {
    throw new CambiumError('invalid-option', `${first} and ${second} exclude each other`);
  }
  return first === undefined ? 'value' : KINDS[first];
}

/** The rounds of options that say more. */
export function roundsOf({ startIteration, numIteration, threads }: RoundOptions): RoundOptions {
  return {
    ...(startIteration !== undefined && { startIteration }),
    ...(numIteration !== undefined && { numIteration }),
    ...(threads !== undefined && { threads }),
  };
}
