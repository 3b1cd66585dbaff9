/** One `cambium train`, from its options to the files that it writes. */
import { writeFileSync } from 'node:fs';
import { type TrainResult, train, writeModel } from '../../boosting/index.js';
import { listFiles } from '../../data/index.js';
import { CambiumError } from '../../errors.js';
import { PartialFile } from '../../runtime/index.js';
import type { TrainFlags } from '../commands/train.js';
import { interruption } from '../early-end.js';
import type { GivenParameter } from '../parameter-options.js';
import { splitList } from '../run-options.js';
import { readConfFile } from './conf-file.js';
import { checkOutputs } from './outputs.js';
import { combineParameters, type TrainingParameters } from './parameters.js';
import { openProgress } from './progress.js';
import { summaryJson, summaryLines } from './summary.js';
import { chooseColumns, readTrainingTable, readValidation, sourceName } from './tables.js';

export async function runTraining(
  data: readonly string[],
  flags: TrainFlags,
  options: readonly GivenParameter[],
): Promise<void> {
  const file = flags.config === undefined ? [] : await readConfFile(flags.config);
  const parameters = combineParameters(options, file);
  checkOutputs(
    flags.output,
    flags.metrics,
    [await listFiles(data), flags.valid ?? [], flags.config ?? []].flat(),
  );
  const { signal, done } = interruption();
  try {
    await trainAndWrite(data, flags, parameters, signal);
  } finally {
    done();
  }
}

async function trainAndWrite(
  data: readonly string[],
  flags: TrainFlags,
  parameters: TrainingParameters,
  signal: AbortSignal,
): Promise<void> {
  const { resolved } = parameters;
  const started = performance.now();
  const unquoted = (text: string | undefined) =>
    text === undefined
      ? undefined
      : splitList(text).map((name) => name.replace(/^(["'])(.*)\1$/s, '$2'));
  const columns = await chooseColumns(
    data,
    flags.label,
    unquoted(flags.features),
    unquoted(flags.exclude) ?? [],
  );
  const table = await readTrainingTable(data, columns);
  const valid = await readValidation(flags.valid ?? [], columns, table);
  const secondsReading = (performance.now() - started) / 1000;
  if (signal.aborted) throw interrupted('nothing is written');

  const say = (line: string) => process.stderr.write(`${line}\n`);
  const notices: string[] = [];
  const progress = await openProgress({
    stream: process.stderr,
    verbosity: resolved.verbosity,
    metricFrequency: parameters.metricFrequency,
  });
  let result: TrainResult;
  try {
    result = await train(
      parameters.input,
      { table, ...columns },
      {
        valid,
        evaluateTraining: parameters.evaluateTraining,
        signal,
        onIteration: progress.update,
        onNotice: (line) => {
          if (!notices.includes(line)) notices.push(line);
        },
      },
    );
  } catch (error) {
    throw withAdvice(error);
  } finally {
    progress.stop();
    if (resolved.verbosity >= 0) for (const line of notices) say(`note: ${line}`);
  }
  const summary = {
    data: sourceName(data),
    label: flags.label,
    output: flags.output,
    rows: table.numRows,
    features: columns.features.length,
    iterations: resolved.num_iterations,
    patience: valid.length > 0 ? resolved.early_stopping_round : 0,
    secondsReading,
    result,
  };
  await writeModel(result.model, flags.output);
  if (flags.metrics !== undefined) writeJson(flags.metrics, summaryJson(summary));
  if (resolved.verbosity >= 0) for (const line of summaryLines(summary)) say(line);
  if (result.cancelled) throw interrupted(`the model so far is in ${flags.output}`);
}

const interrupted = (rest: string) => new CambiumError('interrupted', `interrupted: ${rest}`);

/** Errors of the trainer that an option of the command can mend. */
function withAdvice(error: unknown): unknown {
  if (
    !(error instanceof CambiumError) ||
    error.code !== 'all-missing' ||
    error.hint !== undefined
  ) {
    return error;
  }
  return new CambiumError(error.code, error.message, {
    hint: 'leave it out with --exclude',
    cause: error,
  });
}

function writeJson(path: string, value: object): void {
  const file = new PartialFile(path);
  try {
    writeFileSync(file.path, `${JSON.stringify(value, null, 2)}\n`);
  } catch (error) {
    file.discard();
    throw error;
  }
  file.commit();
}
