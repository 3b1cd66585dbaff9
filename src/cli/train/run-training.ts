/** One `cambium train`, from its options to the files that it writes. */
import { writeFileSync } from 'node:fs';
import { Model, readModel, type TrainResult, train, writeModel } from '../../boosting/index.js';
import { parameterName, parameterScope } from '../../boosting/parameters/index.js';
import { listFiles } from '../../data/index.js';
import { CambiumError } from '../../errors.js';
import { PartialFile } from '../../runtime/index.js';
import { type CommandParameters, gatherParameters } from '../configuration/index.js';
import { interruption } from '../early-end.js';
import type { GivenParameter } from '../parameter-options.js';
import { type Inputs, readBinned, saveBinary } from './binned-inputs.js';
import { explainError } from './explain-error.js';
import type { TrainFlags } from './flags.js';
import { checkInitScores, type TrainingInputs } from './inputs.js';
import { runOtherTask } from './other-tasks.js';
import { checkOutputs } from './outputs.js';
import { readPlaced } from './placed-tables.js';
import { openProgress } from './progress.js';
import { summaryJson, summaryLines } from './summary.js';
import { readNamed, sourceName } from './tables.js';
import { planTask, type TrainingTask } from './task.js';

export async function runTraining(
  data: readonly string[],
  flags: TrainFlags,
  options: readonly GivenParameter[],
): Promise<void> {
  const parameters = await gatherParameters(flags.config, options);
  const { config: path } = parameters;
  const planned = planTask(
    data,
    { ...flags, ...(path !== undefined && { config: path }) },
    parameters,
  );
  const task = { ...planned, data: await listFiles(planned.data) };
  const { valid, inputModel } = task;
  checkOutputs(
    task.output,
    task.metrics,
    // A model may be written over the one that it goes on from.
    [task.data, valid, path ?? [], inputModel === task.output ? [] : (inputModel ?? [])].flat(),
  );
  const { signal, done } = interruption();
  try {
    await trainAndWrite(task, parameters, signal);
  } catch (error) {
    throw explainError(error, task);
  } finally {
    done();
  }
}

async function trainAndWrite(
  task: TrainingTask,
  parameters: CommandParameters,
  signal: AbortSignal,
): Promise<void> {
  const { resolved } = parameters;
  const started = performance.now();
  const isTraining = resolved.task === 'train';
  const model =
    task.inputModel === undefined || !isTraining ? undefined : await readModel(task.inputModel);
  const inputs: Inputs = (await readBinned(task)) ?? (await readTables(task, resolved.num_class));
  const secondsReading = (performance.now() - started) / 1000;
  if (signal.aborted) throw interrupted('nothing is written');

  const say = (line: string) => process.stderr.write(`${line}\n`);
  const notices = new Set(inputs.notices);
  if (!isTraining) {
    const trainer = parametersFor(parameters, inputs);
    const done = await runOtherTask({ task, parameters, trainer, inputs });
    if (resolved.verbosity >= 0) for (const line of [...notices].map(note).concat(done)) say(line);
    return;
  }
  const progress = await openProgress({
    stream: process.stderr,
    verbosity: resolved.verbosity,
    metricFrequency: resolved.metric_freq,
    lines: parameters.given.has('metric_freq') && inputs.valid.length > 0,
  });
  let result: TrainResult;
  try {
    const trainer = parametersFor(parameters, inputs);
    let { data } = inputs;
    if (resolved.save_binary) {
      const saved = await saveBinary(task.data[0] as string, trainer, data);
      data = saved.dataset;
      notices.add(`the binned data set is in ${saved.output}`);
    }
    result = await train(trainer, data, {
      valid: inputs.valid,
      evaluateTraining: resolved.is_provide_training_metric,
      signal,
      ...(model !== undefined && { initModel: model }),
      ...(task.snapshotFrequency > 0 && {
        snapshot: { every: task.snapshotFrequency, path: task.output },
      }),
      onIteration: (round) => progress.update(round),
      onNotice: (line) => notices.add(line),
    });
  } finally {
    progress.stop();
    if (resolved.verbosity >= 0) for (const line of notices) say(note(line));
  }
  const summary = {
    data: sourceName(task.data),
    label: inputs.label,
    output: task.output,
    rows: inputs.rows,
    features: inputs.features,
    iterations: resolved.num_iterations,
    patience: inputs.valid.length > 0 ? resolved.early_stopping_round : 0,
    secondsReading,
    result,
  };
  await writeModel(withLabelPlace(result.model, task), task.output);
  if (task.metrics !== undefined) writeJson(task.metrics, summaryJson(summary));
  if (resolved.verbosity >= 0) for (const line of summaryLines(summary)) say(line);
  if (result.cancelled) throw interrupted(`the model so far is in ${task.output}`);
}

async function readTables(task: TrainingTask, classes: number): Promise<TrainingInputs> {
  const { columns } = task;
  const inputs =
    columns.kind === 'named' ? await readNamed(task, columns) : await readPlaced(task, columns);
  checkInitScores(inputs, classes);
  return inputs;
}

/** The label's place in files without names, where scoring leaves it out. */
function withLabelPlace(model: Model, { columns }: TrainingTask): Model {
  const label = columns.kind === 'placed' ? columns.parameters.label_column : 0;
  return typeof label === 'number' ? new Model({ ...model, labelIndex: label }) : model;
}

/** What concerns the trainer; categories by name, whatever way they were told. */
function parametersFor({ input }: CommandParameters, { data }: Inputs) {
  const others = Object.entries(input).filter(
    ([name]) => parameterScope(name) !== 'command' && parameterName(name) !== 'categorical_feature',
  );
  return {
    ...Object.fromEntries(others),
    ...('table' in data && { categorical_feature: data.categorical ?? [] }),
  };
}

const note = (line: string) => `note: ${line}`;

const interrupted = (rest: string) => new CambiumError('interrupted', `interrupted: ${rest}`);

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
