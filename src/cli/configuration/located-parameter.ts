/** A parameter and the place where it was given. */
import { parameterName, parameterNames } from '../../boosting/parameters/index.js';
import { CambiumError, didYouMean } from '../../errors.js';

/** A parameter as given, and where: `train.conf:3`; empty for an option, which its name tells. */
export interface LocatedParameter {
  readonly name: string;
  readonly value: string;
  readonly place: string;
}

/**
 * LightGBM's own name of a parameter.
 * @throws CambiumError `unknown-parameter` that begins with the place
 */
export function requireParameter({ name, place }: LocatedParameter): string {
  const canonical = parameterName(name);
  if (canonical !== undefined) return canonical;
  const hint = didYouMean(name, parameterNames());
  throw atPlace(
    place,
    new CambiumError('unknown-parameter', `there is no parameter "${name}"`, { hint }),
  );
}

/** The error with the place before what is wrong. */
export function atPlace(place: string, error: CambiumError): CambiumError {
  if (place === '') return error;
  const { code, problem, hint } = error;
  return new CambiumError(code, `${place}: ${problem}`, { hint, cause: error });
}
