/** Tells errors of a training in the words of the command: files for tables. */
import { CambiumError } from '../../errors.js';
import { datasetNames } from './inputs.js';
import type { TrainingTask } from './task.js';

/**
 * The error with the names of the files that hold the tables, where each is one file. What is no {@link CambiumError} is
 * left as it is.
 */
export function explainError(error: unknown, { data, valid }: TrainingTask): unknown {
  if (!(error instanceof CambiumError)) return error;
  let { problem } = error;
  const [file = ''] = data;
  const nameOf = datasetNames();
  for (const path of valid)
    problem = naming(problem, `the validation (${nameOf(path)}) table`, path);
  if (data.length === 1) problem = naming(problem, 'the training table', file);
  if (problem === error.problem) return error;
  return new CambiumError(error.code, problem, { hint: error.hint, cause: error });
}

/** A name of a column or file may be the same words: in quotes they stay. */
const naming = (message: string, words: string, path: string) =>
  message
    .split(/("[^"]*")/)
    .map((part) => (part.startsWith('"') ? part : part.replaceAll(words, () => path)))
    .join('');
