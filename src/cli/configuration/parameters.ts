/** The parameters of one command: from its options and a configuration file to checked values. */
import {
  type Parameters,
  parameterName,
  resolveParameters,
} from '../../boosting/parameters/index.js';
import { CambiumError } from '../../errors.js';
import { atPlace, type LocatedParameter, requireParameter } from './located-parameter.js';

/**
 * The parameters of options and of the file that `path` or a parameter `config` names.
 * @throws CambiumError as {@link readConfFile} and {@link combineParameters}
 */
export async function gatherParameters(
  path: string | undefined,
  options: readonly { readonly name: string; readonly value: string }[],
): Promise<CommandParameters & { readonly config: string | undefined }> {
  const config = path ?? options.findLast(({ name }) => parameterName(name) === 'config')?.value;
  const { readConfFile } = await import('./conf-file.js');
  const file = config === undefined ? [] : await readConfFile(config);
  return { ...combineParameters(options, file), config };
}

/** What parameters come to. */
export interface CommandParameters {
  /** For `train`: by the names that the user chose. */
  readonly input: Readonly<Record<string, string>>;
  readonly resolved: Parameters;
  /** LightGBM's names of those that were given. */
  readonly given: ReadonlySet<string>;
}

/**
 * Options go before the file, a later option before an earlier one.
 * @throws CambiumError that begins with the place in the file, where a value alone is to blame
 */
function combineParameters(
  options: readonly { readonly name: string; readonly value: string }[],
  file: readonly LocatedParameter[],
): CommandParameters {
  const located = options.map(({ name, value }) => ({ name, value, place: '' }));
  const chosen = new Map<string, LocatedParameter>();
  for (const parameter of [...file, ...located]) chosen.set(requireParameter(parameter), parameter);
  const input = Object.fromEntries([...chosen.values()].map(({ name, value }) => [name, value]));
  const given = [...chosen].filter(([, { value }]) => value !== '').map(([name]) => name);
  try {
    return { input, resolved: resolveParameters(input), given: new Set(given) };
  } catch (error) {
    throw error instanceof CambiumError ? withPlace(error, [...chosen.values()]) : error;
  }
}

/** The error with the place of the parameter that by itself fails in the same way. */
function withPlace(error: CambiumError, parameters: readonly LocatedParameter[]): CambiumError {
  const culprit = parameters.find(({ name, value }) => {
    try {
      resolveParameters({ [name]: value });
      return false;
    } catch (alone) {
      return alone instanceof CambiumError && alone.message === error.message;
    }
  });
  return culprit === undefined ? error : atPlace(culprit.place, error);
}
