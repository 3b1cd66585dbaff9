/** `cambium score`: a table in bulk through a trained model. */
import { Command } from 'commander';
import { CambiumError, didYouMean } from '../../errors.js';
import { checkOutput } from '../../runtime/index.js';
import type { EarlyStop } from '../../scoring/index.js';

const MOST_ROUNDS = 2 ** 31 - 1;

interface ScoreFlags {
  readonly output: string;
  readonly kind: string;
  readonly backend: string;
  readonly threads?: string;
  readonly batchRows?: string;
  readonly json?: boolean;
  readonly start_iteration_predict?: string;
  readonly num_iteration_predict?: string;
  readonly pred_early_stop?: boolean;
  readonly pred_early_stop_freq?: string;
  readonly pred_early_stop_margin?: string;
}

const EXAMPLES = `
Examples:
  cambium score model.txt trips.parquet --output predictions.parquet
  cambium score model.txt january.csv february.csv --output predictions.csv --kind raw
  cambium score model.txt trips.csv --output predictions.arrow --backend wasm --threads 4
  cambium score model.txt trips.csv --output scores/ --json   one file for each input, in a folder
  cambium score model.txt trips.csv --output why.csv --kind contributions
  cambium score model.txt trips.csv --output p.csv --num_iteration_predict 50

The tables need the model's features as columns, in any order; other columns are ignored.
The output has one line for each row, in order: prediction, or prediction_0… for several classes,
or leaf_0… for leaf indices. Contributions have a column a feature, by its name, and bias, the expected
raw score; for several classes each name ends in the class, e.g. age_0 and bias_0.`;

export function command(): Command {
  return new Command('score')
    .summary('score a table in bulk with a trained model, on CPU or GPU')
    .description('Scores tables in bulk with a trained model, on CPU or GPU.')
    .argument('<model>', "the model, in LightGBM's text format")
    .argument('<data...>', 'tables: .csv, .parquet, .arrow or .json')
    .requiredOption('--output <path>', 'file to write (.csv, .parquet, .arrow), or a folder')
    .option(
      '--kind <kind>',
      'value, raw (before the objective), leaf (index a tree) or contributions (SHAP, a feature each)',
      'value',
    )
    .option('--backend <name>', 'auto (a GPU where there is one), wasm or webgpu', 'auto')
    .option('--threads <n>', 'threads of the backend wasm (default: the cores)')
    .option('--batch-rows <n>', 'rows that are read, scored and written at once')
    .option('--start_iteration_predict <n>', 'first boosting round to use (default: 0)')
    .option('--num_iteration_predict <n>', 'boosting rounds to use (default: all, as for -1)')
    .option('--pred_early_stop', 'rows whose score is clear skip the other rounds, on the CPU')
    .option('--pred_early_stop_freq <n>', 'rounds between two looks at the margin (default: 10)')
    .option('--pred_early_stop_margin <x>', 'margin above which a row stops (default: 10)')
    .option('--json', 'print the summary as JSON on standard output')
    .addHelpText('after', EXAMPLES)
    .action(score);
}

async function score(modelPath: string, data: string[], flags: ScoreFlags): Promise<void> {
  const kind = kindOf(flags.kind);
  const backend = oneOf('--backend', flags.backend, ['auto', 'wasm', 'webgpu'] as const);
  const threads = wholeNumber('--threads', flags.threads, 1024);
  const batchRows = wholeNumber('--batch-rows', flags.batchRows, 2 ** 24);
  const rounds = {
    startIteration: wholeNumber(
      '--start_iteration_predict',
      flags.start_iteration_predict,
      MOST_ROUNDS,
      0,
    ),
    numIteration: wholeNumber(
      '--num_iteration_predict',
      flags.num_iteration_predict,
      MOST_ROUNDS,
      -1,
    ),
  };
  const earlyStop = earlyStopOf(flags);
  const { runScoreJobs, scoreJobs } = await import('../score-jobs.js');
  const { listFiles } = await import('../../data/index.js');
  const files = await listFiles(data);
  const jobs = scoreJobs(files, flags.output);
  for (const { output } of jobs) checkOutput(output, [modelPath, ...files]);
  const { readModel } = await import('../../boosting/index.js');
  const model = await readModel(modelPath);
  const settings = { model, kind, backend, threads, batchRows, earlyStop, ...rounds };
  await runScoreJobs(jobs, settings, flags.json === true);
}

/** LightGBM's own short name of contributions is taken too. */
function kindOf(text: string) {
  const kinds = ['value', 'raw', 'leaf', 'contributions', 'contrib'] as const;
  const kind = oneOf('--kind', text, kinds);
  return kind === 'contrib' ? 'contributions' : kind;
}

function earlyStopOf(flags: ScoreFlags): EarlyStop | undefined {
  const { pred_early_stop_freq: rounds, pred_early_stop_margin: text } = flags;
  if (flags.pred_early_stop !== true) {
    if (rounds === undefined && text === undefined) return undefined;
    const given = rounds === undefined ? '--pred_early_stop_margin' : '--pred_early_stop_freq';
    throw new CambiumError('invalid-option', `${given} has no effect without --pred_early_stop`);
  }
  const freq = wholeNumber('--pred_early_stop_freq', rounds, MOST_ROUNDS);
  const margin = text === undefined ? undefined : Number(text);
  if (margin !== undefined && (text?.trim() === '' || !(margin >= 0))) {
    throw new CambiumError(
      'invalid-option',
      `--pred_early_stop_margin is "${text}", but must be a number, at least 0`,
    );
  }
  return { freq, margin };
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new CambiumError(
    'invalid-option',
    `${option} is "${value}", but must be one of ${allowed.join(', ')}`,
    {
      hint: didYouMean(value, allowed),
    },
  );
}

function wholeNumber(
  option: string,
  text: string | undefined,
  most: number,
  least = 1,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^-?\d+$/.test(text) && value >= least && value <= most) return value;
  throw new CambiumError(
    'invalid-option',
    `${option} is "${text}", but must be a whole number, ${least} to ${most}`,
  );
}
