/** The options of `npm run bench:train`. */
import { parseArgs } from 'node:util';
import { CambiumError, didYouMean } from '../../src/errors.js';
import { datasets } from './datasets/index.js';

export const HELP = `npm run bench:train [-- --data NAMES] [--leaves N,…] [--threads N,…] [--rounds N] …

Trains Cambium, LightGBM (default, quantized, row-wise, column-wise) and XGBoost (hist) in turn on the
same files, each time in a process of its own, and writes the least time of each to bench/RESULTS.md.

  --data NAMES     of ${datasets.map(({ name }) => name).join(', ')} (all)
  --leaves N,…     numbers of leaves (those of each data set: 31, 255)
  --threads N,…    numbers of threads (1, 2 and, where there are as many cores, 4, 8, 16)
  --rounds N       times that each contestant runs (5; 1 with --quick)
  --slow-rounds N  times that those run, LightGBM's default apart, which then take more than 1.2 times as long
                   as LightGBM's fastest way (as many as --rounds); the tables say who ran how often
  --limit SECONDS  for one run of a contestant (900; 60 with --quick)
  --skip-peers     Cambium alone
  --skip-busy      without the table of a busy second core
  --resume         goes on with what bench/data/results.json holds of an earlier run of the same build; with
                   --data, --leaves, --threads and --rounds, a part gets more rounds, and the rest stays
  --report         writes the tables of bench/data/results.json, and runs nothing
  --quick          tiny data, few trees, once: does it run at all; bench/RESULTS.md stays as it is
  --dry-run        shows the tables, leaves bench/RESULTS.md as it is
  --offline        builds and installs nothing: takes dist/, node_modules/ and bench/data/ as they are

Rivals run from bench/peers/.venv: make it with bench/peers/install.sh, or name a Python that has
lightgbm, xgboost, numpy and scipy in CAMBIUM_PEERS_PYTHON.
`;

export interface TrainingOptions {
  readonly help: boolean;
  readonly data: readonly string[];
  /** Undefined: those of each data set. */
  readonly leaves: readonly number[] | undefined;
  readonly threads: readonly number[];
  readonly rounds: number;
  /** Of contestants that are too slow to be the rival. */
  readonly slowRounds: number;
  readonly limitSeconds: number;
  readonly peers: boolean;
  readonly busy: boolean;
  readonly resume: boolean;
  readonly report: boolean;
  readonly quick: boolean;
  readonly write: boolean;
}

/** Numbers of threads that a machine is measured with. */
export function threadCounts(cores: number): number[] {
  return [1, 2, ...[4, 8, 16].filter((threads) => threads <= cores)];
}

function positive(text: string, option: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new CambiumError(
    'invalid-option',
    `--${option} takes whole numbers above 0, not "${text}"`,
  );
}

const list = (text: string) => [...new Set(text.split(',').map((word) => word.trim()))];

function dataNames(text: string | undefined): string[] {
  const known = datasets.map(({ name }) => name);
  if (text === undefined) return known;
  for (const name of list(text)) {
    if (known.includes(name)) continue;
    const hint = didYouMean(name, known) ?? `one of ${known.join(', ')}`;
    throw new CambiumError('unknown-option', `unknown data set "${name}"`, { hint });
  }
  return list(text);
}

function numbers(text: string | undefined, option: string): number[] | undefined {
  return text === undefined ? undefined : list(text).map((word) => positive(word, option));
}

/** @throws CambiumError, or a TypeError of Node for an option that there is not */
export function parseOptions(args: readonly string[], cores: number): TrainingOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      data: { type: 'string' },
      leaves: { type: 'string' },
      threads: { type: 'string' },
      rounds: { type: 'string' },
      'slow-rounds': { type: 'string' },
      limit: { type: 'string' },
      'skip-peers': { type: 'boolean', default: false },
      'skip-busy': { type: 'boolean', default: false },
      resume: { type: 'boolean', default: false },
      report: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
    },
  });
  const { quick } = values;
  const rounds = positive(values.rounds ?? (quick ? '1' : '5'), 'rounds');
  return {
    help: values.help,
    data: dataNames(values.data),
    leaves: numbers(values.leaves, 'leaves'),
    threads: numbers(values.threads, 'threads') ?? threadCounts(cores),
    rounds,
    slowRounds: positive(values['slow-rounds'] ?? String(rounds), 'slow-rounds'),
    limitSeconds: positive(values.limit ?? (quick ? '60' : '900'), 'limit'),
    peers: !values['skip-peers'],
    busy: !values['skip-busy'],
    resume: values.resume,
    report: values.report,
    quick,
    write: !quick && !values['dry-run'],
  };
}
