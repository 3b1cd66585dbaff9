/** Makes complete, checked parameters of what a user gave. */
import { CambiumError, didYouMean } from '../../errors.js';
import { Random } from '../random.js';
import { others } from './others.js';
import type { Parameters } from './parameters.js';
import { parseValue } from './parse-value.js';
import type { ParameterInput, ParameterValue } from './record.js';
import { supported } from './supported.js';

/** Where every name and alias leads. */
const canonicalNames: ReadonlyMap<string, string> = new Map(
  [...Object.entries(supported), ...Object.entries(others)].flatMap(([name, { aliases = [] }]) =>
    [name, ...aliases].map((known): [string, string] => [known, name]),
  ),
);

/** LightGBM's own name of a parameter, or undefined if it has none of that name or alias. */
export function parameterName(nameOrAlias: string): string | undefined {
  return canonicalNames.get(nameOrAlias);
}

/** All names and aliases of LightGBM's parameters. */
export function parameterNames(): readonly string[] {
  return [...canonicalNames.keys()];
}

/**
 * Complete parameters: names and aliases of LightGBM, values as numbers, booleans or text; null,
 * undefined and an empty text mean the default.
 * @param notice is told, a line each, of what was given but has no effect
 * @throws CambiumError `unknown-parameter`, `bad-parameter`, `unsupported-parameter`
 */
export function resolveParameters(
  input: ParameterInput,
  notice: (line: string) => void = () => {},
): Parameters {
  const given = chooseAliases(input, notice);
  const values: Record<string, unknown> = {};
  for (const [name, record] of Object.entries(supported)) {
    const entry = given.get(name);
    values[name] =
      entry === undefined ? record.default : parseValue(entry.alias, record, entry.value);
  }
  checkOthers(given, notice);
  const parameters = values as unknown as Parameters;
  return applyRules(parameters, given, notice);
}

interface Given {
  /** The name that the user chose. */
  readonly alias: string;
  readonly value: ParameterValue;
}

/** Which of several aliases counts: the parameter's own name, then the shortest, then by letters. */
function isPreferred(alias: string, other: string, name: string): boolean {
  if (alias === name || other === name) return alias === name;
  return alias.length !== other.length ? alias.length < other.length : alias < other;
}

function chooseAliases(
  input: ParameterInput,
  notice: (line: string) => void,
): ReadonlyMap<string, Given> {
  const given = new Map<string, Given>();
  for (const [alias, value] of Object.entries(input)) {
    const name = canonicalNames.get(alias);
    if (name === undefined) {
      throw new CambiumError('unknown-parameter', `there is no parameter "${alias}"`, {
        hint: didYouMean(alias, canonicalNames.keys()),
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

/** As LightGBM's files write a value, to compare it with a default. */
function normalize(value: ParameterValue): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  const text = String(value).trim();
  const lower = text.toLowerCase();
  if (lower === 'true') return '1';
  if (lower === 'false') return '0';
  return text !== '' && !Number.isNaN(Number(text)) ? String(Number(text)) : text;
}

function checkOthers(given: ReadonlyMap<string, Given>, notice: (line: string) => void): void {
  for (const [name, { alias, value }] of given) {
    const other = Object.hasOwn(others, name) ? others[name] : undefined;
    if (other === undefined || normalize(value) === other.default) continue;
    if (other.effect === 'later') {
      throw new CambiumError(
        'unsupported-parameter',
        `parameter "${alias}" is LightGBM's, but not supported yet: found ${JSON.stringify(value)}`,
        { hint: 'leave it out' },
      );
    }
    notice(`parameter "${alias}" has no effect here`);
  }
}

/** Rules between parameters, as LightGBM has them. */
function applyRules(
  parameters: Parameters,
  given: ReadonlyMap<string, Given>,
  notice: (line: string) => void,
): Parameters {
  let { metric, num_leaves, min_data_in_leaf, data_random_seed } = parameters;
  const { objective, seed, max_depth } = parameters;
  if (!given.has('metric')) metric = [objective === 'binary' ? 'binary_logloss' : 'l2'];
  metric = metric.filter((name) => (name as string) !== 'none');
  if (seed !== undefined && !given.has('data_random_seed')) {
    data_random_seed = derivedSeeds(seed)['data_random_seed']!;
  }
  if (max_depth > 0 && !given.has('num_leaves')) {
    num_leaves = Math.max(2, Math.min(num_leaves, 2 ** max_depth));
  }
  if (min_data_in_leaf === 0 && parameters.min_sum_hessian_in_leaf <= 1e-15) {
    notice('min_data_in_leaf is 1: it cannot be 0 where min_sum_hessian_in_leaf is 0 too');
    min_data_in_leaf = 1;
  }
  if (parameters.zero_as_missing) {
    throw new CambiumError('unsupported-parameter', 'zero_as_missing is not supported yet', {
      hint: 'leave it out, and make missing values of the zeros',
    });
  }
  if (parameters.is_unbalance && parameters.scale_pos_weight !== 1) {
    throw new CambiumError(
      'bad-parameter',
      `is_unbalance and scale_pos_weight=${parameters.scale_pos_weight} exclude each other`,
      { hint: 'leave out one of the two' },
    );
  }
  return { ...parameters, metric, num_leaves, min_data_in_leaf, data_random_seed };
}

/** The seeds that LightGBM draws from `seed`, by parameter. */
export function derivedSeeds(seed: number): Readonly<Record<string, number>> {
  const random = new Random(seed);
  const names = ['data_random_seed', 'bagging_seed', 'drop_seed', 'feature_fraction_seed'];
  return Object.fromEntries(
    [...names, 'objective_seed', 'extra_seed'].map((name) => [name, random.nextShort(0, 32_767)]),
  );
}
