/** The forms that a dataset's name can take: plain, `name@format`, `params:a.b`, `parameters`. */
import { CambiumError } from '../errors.js';

const PARAMETERS = 'parameters';
const PARAMETER_PREFIX = 'params:';

/** True of `parameters` and `params:…`. */
export function isParameter(name: string): boolean {
  return name === PARAMETERS || name.startsWith(PARAMETER_PREFIX);
}

/** `a.b` of `params:a.b`; undefined for any other name, `parameters` too. */
export function parameterPath(name: string): string | undefined {
  return name.startsWith(PARAMETER_PREFIX) ? name.slice(PARAMETER_PREFIX.length) : undefined;
}

/**
 * The name that producer and consumers share: `trips` of `trips@csv`.
 * @throws CambiumError `invalid-name` when there is more than one `@`.
 */
export function baseName(name: string): string {
  const at = name.indexOf('@');
  if (at === -1) return name;
  if (name.indexOf('@', at + 1) !== -1) {
    throw new CambiumError('invalid-name', `dataset "${name}" has more than one "@"`, {
      hint: 'a transcoded dataset is written name@format',
    });
  }
  return name.slice(0, at);
}

/** True of `name@format`. */
export function isTranscoded(name: string): boolean {
  return name.includes('@');
}
