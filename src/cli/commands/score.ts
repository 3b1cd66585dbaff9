/** `cambium score`: a table in bulk through a trained model. */
import { Command } from 'commander';
import { CambiumError, didYouMean } from '../../errors.js';
import { checkOutput } from '../../runtime/index.js';

interface ScoreFlags {
  readonly output: string;
  readonly kind: string;
  readonly backend: string;
  readonly threads?: string;
  readonly batchRows?: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  cambium score model.txt trips.parquet --output predictions.parquet
  cambium score model.txt january.csv february.csv --output predictions.csv --kind raw
  cambium score model.txt trips.csv --output predictions.arrow --backend wasm --threads 4
  cambium score model.txt trips.csv --output scores/ --json   one file for each input, in a folder

The tables need the model's features as columns, in any order; other columns are ignored.
The output has one line for each row, in order: prediction, or prediction_0… for several classes,
or leaf_0… for leaf indices.`;

export function command(): Command {
  return new Command('score')
    .summary('score a table in bulk with a trained model, on CPU or GPU')
    .description('Scores tables in bulk with a trained model, on CPU or GPU.')
    .argument('<model>', "the model, in LightGBM's text format")
    .argument('<data...>', 'tables: .csv, .parquet, .arrow or .json')
    .requiredOption('--output <path>', 'file to write (.csv, .parquet, .arrow), or a folder')
    .option('--kind <kind>', 'value, raw (before the objective) or leaf (index a tree)', 'value')
    .option('--backend <name>', 'auto (a GPU where there is one), wasm or webgpu', 'auto')
    .option('--threads <n>', 'threads of the backend wasm (default: the cores)')
    .option('--batch-rows <n>', 'rows that are read, scored and written at once')
    .option('--json', 'print the summary as JSON on standard output')
    .addHelpText('after', EXAMPLES)
    .action(score);
}

async function score(modelPath: string, data: string[], flags: ScoreFlags): Promise<void> {
  if (flags.kind === 'contributions') {
    throw new CambiumError('unsupported-kind', '--kind contributions is not available yet', {
      hint: 'value, raw and leaf are',
    });
  }
  const kind = oneOf('--kind', flags.kind, ['value', 'raw', 'leaf'] as const);
  const backend = oneOf('--backend', flags.backend, ['auto', 'wasm', 'webgpu'] as const);
  const threads = wholeNumber('--threads', flags.threads, 1024);
  const batchRows = wholeNumber('--batch-rows', flags.batchRows, 2 ** 24);
  const { runScoreJobs, scoreJobs } = await import('../score-jobs.js');
  const { listFiles } = await import('../../data/index.js');
  const files = await listFiles(data);
  const jobs = scoreJobs(files, flags.output);
  for (const { output } of jobs) checkOutput(output, [modelPath, ...files]);
  const { readModel } = await import('../../boosting/index.js');
  const model = await readModel(modelPath);
  await runScoreJobs(jobs, { model, kind, backend, threads, batchRows }, flags.json === true);
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

function wholeNumber(option: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= most) return value;
  throw new CambiumError(
    'invalid-option',
    `${option} is "${text}", but must be a whole number, 1 to ${most}`,
  );
}
