/** The error for an API that is not there; apart, because commands that only ask read no API's file. */
import { basename } from 'node:path';
import { CambiumError, didYouMean } from '../src/errors.js';

/** The hint for an API's name that nobody knows. */
export function unknownApi(name: string, known: readonly string[]): CambiumError {
  return new CambiumError('unknown-api', `no API is named "${basename(name)}"`, {
    hint:
      didYouMean(name, known) ??
      (known.length === 0 ? 'no apis are deployed' : `deployed: ${known.join(', ')}`),
  });
}
