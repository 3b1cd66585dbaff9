/** Reads a JSON file that a user names. */
import { readFileSync } from 'node:fs';
import type { ErrorCode } from '../error-codes.js';
import { CambiumError } from '../errors.js';
import { checkInput, type InputFileOptions, unreadable } from './input-file.js';
import { parseJson } from './parse-json.js';

export interface ReadJsonOptions extends InputFileOptions {
  /** Code of the error for a file that is not JSON. */
  readonly invalid: ErrorCode;
}

/**
 * The value of a JSON file.
 * @throws CambiumError what {@link checkInput} throws; `invalid` with the place where the file stops being JSON
 */
export function readJson(path: string, options: ReadJsonOptions): unknown {
  const { shown = path, invalid, hint } = options;
  checkInput(path, options);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error, options);
  }
  try {
    return parseJson(text);
  } catch (cause) {
    throw new CambiumError(invalid, `${shown}: not valid JSON: ${(cause as Error).message}`, {
      hint,
      cause,
    });
  }
}
