/** Reads a model file of any format that there is, by its contents. */
import { readFile } from 'node:fs/promises';
import { CambiumError } from '../../errors.js';
import { checkInput, unreadable } from '../../runtime/input-file.js';
import type { Model } from '../model/index.js';
import { lightgbmText, MOST_TEXT_BYTES } from './lightgbm-text/index.js';
import type { ModelFormat } from './model-format.js';

/** The formats that are read, in the order in which they are tried. A new one is a folder beside this file and a line here. */
export const MODEL_FORMATS: readonly ModelFormat[] = [lightgbmText];

/** Bytes of a file that a format is told by. */
const HEAD_BYTES = 256;
/**
 * Reads a model file.
 * @throws CambiumError `missing-model-file`, `not-a-file`, `unreadable`; `bad-model-file` with file, line, key, what was
 * expected and what was found.
 */
export async function readModel(path: string): Promise<Model> {
  const options = { expected: 'a model file', missing: 'missing-model-file' } as const;
  const size = checkInput(path, options);
  if (size > MOST_TEXT_BYTES) {
    throw new CambiumError(
      'bad-model-file',
      `${path}: a model file may have ${MOST_TEXT_BYTES} bytes, this file has ${size}`,
    );
  }
  const bytes = await readFile(path).catch((error: unknown) => {
    throw unreadable(path, error, options);
  });
  const head = bytes.subarray(0, HEAD_BYTES);
  // What no format knows is told by the first one: it says what its files begin with.
  const format =
    MODEL_FORMATS.find((one) => one.matches(head)) ?? (MODEL_FORMATS[0] as ModelFormat);
  return format.read(bytes, path);
}
