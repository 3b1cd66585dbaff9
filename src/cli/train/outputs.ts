/** Looks at the files that `cambium train` is to write before the work is done that they are for. */
import { accessSync, constants } from 'node:fs';
import { dirname, extname } from 'node:path';
import { CambiumError } from '../../errors.js';
import { checkOutput, PartialFile, unwritable } from '../../runtime/index.js';

/**
 * Makes the outputs' folders and sees that files can be written there.
 * @throws CambiumError if they cannot, or if an output is one of the inputs, or of another kind
 */
export function checkOutputs(
  model: string,
  metrics: string | undefined,
  inputs: readonly string[],
): void {
  if (/^\.(cambium|json|ubj|csv|tsv|parquet|arrow)$/i.test(extname(model))) {
    throw new CambiumError(
      'invalid-option',
      `--output ${model}: models are written in LightGBM's text format`,
      { hint: 'name it .txt' },
    );
  }
  if (metrics !== undefined && extname(metrics).toLowerCase() !== '.json') {
    throw new CambiumError(
      'invalid-option',
      `--metrics ${metrics}: expected a file that ends in .json`,
      {
        hint: '--metric chooses what is measured',
      },
    );
  }
  const taken = [...inputs];
  for (const path of [model, metrics]) {
    if (path === undefined) continue;
    const { target } = new PartialFile(path);
    checkOutput(path, taken);
    taken.push(path);
    try {
      accessSync(dirname(target), constants.W_OK);
    } catch (cause) {
      throw unwritable(path, cause);
    }
  }
}
