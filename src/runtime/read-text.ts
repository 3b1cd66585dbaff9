/** Reads a whole text file that a user names: a plain file, of a limited size, in UTF-8. */
import { readFile } from 'node:fs/promises';
import { CambiumError } from '../errors.js';
import { checkInput, type InputFileOptions, unreadable } from './input-file.js';

/** Default: What the file should be is `a text file`. */
export interface ReadTextOptions extends InputFileOptions {
  readonly maxBytes: number;
}

/**
 * The text of a file, without a byte order mark.
 * @throws CambiumError what {@link checkInput} throws, `file-too-large`, `not-text`
 */
export async function readText(
  path: string,
  { maxBytes, ...given }: ReadTextOptions,
): Promise<string> {
  const { shown = path, expected = 'a text file' } = given;
  const options = { ...given, shown, expected };
  const size = checkInput(path, options);
  if (size > maxBytes) {
    throw new CambiumError(
      'file-too-large',
      `${shown}: expected ${expected} of at most ${mebibytes(maxBytes)}, found ${mebibytes(size)}`,
    );
  }
  const bytes = await readFile(path).catch((error: unknown) => {
    throw unreadable(path, error, options);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CambiumError('not-text', `${shown}: expected ${expected} in UTF-8`, {
      hint: 'save it in UTF-8',
    });
  }
}

function mebibytes(bytes: number): string {
  const size = bytes / 2 ** 20;
  return `${Number.isInteger(size) ? size : size.toFixed(1)} MiB`;
}
