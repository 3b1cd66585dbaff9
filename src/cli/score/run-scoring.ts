/** What one `cambium score` is to do: from its words, options and parameters to files and settings. */
import { readModel } from '../../boosting/index.js';
import { listFiles } from '../../data/index.js';
import { CambiumError, didYouMean } from '../../errors.js';
import { checkOutput } from '../../runtime/index.js';
import {
  type EarlyStop,
  type ScoreKind,
  type ScoreSource,
  stopsEarly,
} from '../../scoring/index.js';
import { type CommandParameters, gatherParameters } from '../configuration/index.js';
import type { GivenParameter } from '../parameter-options.js';
import type { ScoreFlags } from './flags.js';
import { runScoreJobs, scoreJobs } from './score-jobs.js';

const MOST_ROUNDS = 2 ** 31 - 1;

const bad = (message: string, hint?: string) =>
  new CambiumError('invalid-option', message, { hint });

/** @param words the model and the tables; what they leave out is in the parameters. */
export async function runScoring(
  words: readonly string[],
  flags: ScoreFlags,
  options: readonly GivenParameter[],
): Promise<void> {
  const parameters = await gatherParameters(flags.config, options);
  refuseOtherTasks(parameters);
  const { resolved, given } = parameters;
  const settings = {
    kind: kindOf(flags.kind, parameters),
    backend: oneOf('--backend', flags.backend, ['auto', 'wasm', 'webgpu'] as const),
    threads: wholeNumber('--threads', flags.threads, 1024) ?? threadsOf(parameters),
    batchRows: wholeNumber('--batch-rows', flags.batchRows, 2 ** 24),
    ...roundsOf(flags, parameters),
    source: sourceOf(words, parameters),
    quiet: resolved.verbosity < 0,
  };
  const earlyStop = earlyStopOf(flags);
  const { modelPath, data, output, asText } = filesOf(words, flags, parameters);
  const files = await listFiles(data);
  const jobs = asText ? [{ inputs: files, output }] : scoreJobs(files, output);
  const inputs = [modelPath, files, parameters.config ?? []].flat();
  for (const job of jobs) checkOutput(job.output, inputs);
  const model = await readModel(modelPath);
  const ownStop = given.has('pred_early_stop') && resolved.pred_early_stop;
  const stop = earlyStop ?? (ownStop ? stopOf(parameters) : undefined);
  // LightGBM passes over early stop where the objective needs exact scores.
  const isIgnored = earlyStop === undefined && stop !== undefined && !stopsEarly(model);
  await runScoreJobs(
    jobs,
    { ...settings, model, asText, earlyStop: isIgnored ? undefined : stop },
    flags.json === true,
  );
}

function refuseOtherTasks({ resolved, given, config }: Gathered): void {
  const { task } = resolved;
  if (!given.has('task') || task === 'predict') return;
  const ways: Readonly<Record<string, string>> = {
    convert_model: 'no code is written; cambium inspect MODEL --json gives the whole model',
  };
  throw new CambiumError('unsupported-task', `task=${task} is not a prediction task`, {
    hint: ways[task] ?? `cambium train --config ${config ?? 'FILE'}`,
  });
}

type Gathered = CommandParameters & { readonly config: string | undefined };

/** The model, the tables and the output; words go before parameters. */
function filesOf(words: readonly string[], flags: ScoreFlags, { resolved, given }: Gathered) {
  const [model = resolved.input_model, ...tables] = words;
  if (model === '') throw bad('there is no model', 'cambium score MODEL DATA --output FILE');
  const data = tables.length > 0 ? tables : [resolved.data].filter((path) => path !== '');
  if (data.length === 0) {
    throw bad('there is no table to score', `cambium score ${model} DATA --output FILE`);
  }
  if (flags.output !== undefined) {
    return { modelPath: model, data, output: flags.output, asText: false };
  }
  if (flags.config === undefined && !given.has('config') && !given.has('output_result')) {
    throw bad('there is no --output', '--output predictions.csv');
  }
  return { modelPath: model, data, output: resolved.output_result, asText: true };
}

/** Tables that a parameter names are read as LightGBM reads them. */
function sourceOf(words: readonly string[], { resolved, given }: Gathered): ScoreSource {
  const label = resolved.label_column;
  return {
    ...(given.has('header') && { header: resolved.header }),
    ...(given.has('label_column') && typeof label === 'number' && { labelColumn: label }),
    ...(words.length < 2 && { byPlace: true }),
    anyWidth: resolved.predict_disable_shape_check,
  };
}

/** LightGBM's own short name of contributions is taken too. */
function kindOf(text: string | undefined, { resolved }: Gathered): ScoreKind {
  if (text !== undefined) {
    const kinds = ['value', 'raw', 'leaf', 'contributions', 'contrib'] as const;
    const kind = oneOf('--kind', text, kinds);
    return kind === 'contrib' ? 'contributions' : kind;
  }
  // LightGBM's order, where several are asked for.
  if (resolved.predict_leaf_index) return 'leaf';
  if (resolved.predict_contrib) return 'contributions';
  return resolved.predict_raw_score ? 'raw' : 'value';
}

function roundsOf(flags: ScoreFlags, { resolved }: Gathered) {
  const { start_iteration_predict: start, num_iteration_predict: count } = flags;
  return {
    startIteration:
      wholeNumber('--start_iteration_predict', start, MOST_ROUNDS, 0) ??
      Math.max(0, resolved.start_iteration_predict),
    numIteration:
      wholeNumber('--num_iteration_predict', count, MOST_ROUNDS, -1) ??
      resolved.num_iteration_predict,
  };
}

const threadsOf = ({ resolved: { num_threads } }: Gathered) =>
  num_threads > 0 ? num_threads : undefined;

function stopOf({ resolved }: Gathered): EarlyStop {
  return { freq: resolved.pred_early_stop_freq, margin: resolved.pred_early_stop_margin };
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
