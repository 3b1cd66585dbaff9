/** Tasks of LightGBM's command line that take training data and do not train: `save_binary` and `refit`. */
import { type Model, readModel, refit, writeModel } from '../../boosting/index.js';
import { CambiumError } from '../../errors.js';
import { counted } from '../../runtime/index.js';
import type { CommandParameters } from '../configuration/index.js';
import { type Inputs, saveBinary } from './binned-inputs.js';
import { sourceName } from './tables.js';
import type { TrainingTask } from './task.js';

/** What is there to do them with. */
export interface OtherTask {
  readonly task: TrainingTask;
  readonly parameters: CommandParameters;
  /** For the trainer. */
  readonly trainer: Readonly<Record<string, unknown>>;
  readonly inputs: Inputs;
}

/**
 * Does the task that the parameters name.
 * @returns what to tell the user
 * @throws CambiumError `unsupported-table`, `missing-column`, and what binning and {@link refit} throw
 */
export async function runOtherTask(other: OtherTask): Promise<string> {
  return other.parameters.resolved.task === 'refit' ? refitModel(other) : keepBinned(other);
}

async function keepBinned({ task, trainer, inputs }: OtherTask): Promise<string> {
  const { output } = await saveBinary(task.data[0] as string, trainer, inputs.data);
  return `the binned data set is in ${output}`;
}

/** A plan of `refit` has a model. */
async function refitModel({ task, parameters, inputs }: OtherTask): Promise<string> {
  const source = sourceName(task.data);
  const { data } = inputs;
  if (!('table' in data)) {
    throw new CambiumError('unsupported-table', `${source} is binned: refit needs its values`, {
      hint: 'name the table that it was made of',
    });
  }
  const model = await readModel(task.inputModel as string);
  const fitted = refit(
    model,
    { ...data, features: checkFeatures(model, data.features ?? model.featureNames, source) },
    { decay: parameters.resolved.refit_decay_rate },
  );
  await writeModel(fitted, task.output);
  return `wrote ${task.output}: ${counted(model.numIterations, 'round')}, fitted to ${counted(inputs.rows, 'row')} of ${source}`;
}

/** The model's features, in its own order, among those of the table. */
function checkFeatures(model: Model, names: readonly string[], source: string): readonly string[] {
  const missing = model.featureNames.find((name) => !names.includes(name));
  if (missing === undefined) return model.featureNames;
  throw new CambiumError('missing-column', `${source} has no feature "${missing}" of the model`);
}
