/** Which of several names of one parameter counts. */
import { CambiumError, didYouMean } from '../../errors.js';
import { parameterName, parameterNames, spellingsOf } from './names.js';
import type { ParameterValue } from './record.js';

/** A parameter that was given. */
export interface Given {
  /** The name that the user chose. */
  readonly alias: string;
  readonly value: ParameterValue;
}

/**
 * What was given, by LightGBM's own names; what is null, undefined or empty was not given.
 * @throws CambiumError `unknown-parameter`, or `bad-parameter` where there are no names at all
 */
export function chooseAliases(
  input: Readonly<Record<string, ParameterValue>>,
  notice: (line: string) => void,
): ReadonlyMap<string, Given> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new CambiumError(
      'bad-parameter',
      `parameters must be an object of names and values, found ${Array.isArray(input) ? 'a list' : String(input)}`,
    );
  }
  const given = new Map<string, Given>();
  for (const [alias, value] of Object.entries(input)) {
    const name = parameterName(alias);
    if (name === undefined) {
      throw new CambiumError('unknown-parameter', `there is no parameter "${alias}"`, {
        hint: didYouMean(alias, parameterNames(), spellingsOf(Object.keys(input))),
      });
    }
    if (value === undefined || value === null || value === '') continue;
    const earlier = given.get(name);
    if (earlier === undefined) {
      given.set(name, { alias, value });
      continue;
    }
    const [used, unused] = isPreferred(alias, earlier.alias, name)
      ? [{ alias, value }, earlier]
      : [earlier, { alias, value }];
    given.set(name, used);
    if (String(used.value) !== String(unused.value)) {
      notice(
        `"${used.alias}" and "${unused.alias}" are one parameter: ${used.alias}=${used.value} is used, ${unused.alias}=${unused.value} is not`,
      );
    }
  }
  return given;
}

/** The parameter's own name goes before its aliases, of them the shortest, then by letters. */
function isPreferred(alias: string, other: string, name: string): boolean {
  if (alias === name || other === name) return alias === name;
  return alias.length !== other.length ? alias.length < other.length : alias < other;
}
