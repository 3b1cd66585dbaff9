/** Makes complete, checked parameters of what a user gave. */
import { CambiumError } from '../../errors.js';
import { chooseAliases, type Given } from './choose-aliases.js';
import { parameterRecord, parameterScope } from './names.js';
import type { ParameterInput, Parameters } from './parameters.js';
import { parseValue } from './parse-value.js';
import type { IneffectiveRecord, LooseParameterInput, ParameterRecord } from './record.js';
import { applyRules } from './rules.js';
import { commandParameters, ineffectiveParameters, trainingParameters } from './table/index.js';

/**
 * Complete parameters: names and aliases of LightGBM, values as numbers, booleans, lists or text; null,
 * undefined and an empty text mean the default.
 * @param notice is told, a line each, of what was given but has no effect or was changed
 * @throws CambiumError `unknown-parameter`, `bad-parameter`, `unsupported-parameter`
 */
export function resolveParameters(
  input: ParameterInput,
  notice: (line: string) => void = () => {},
): Parameters {
  const given = chooseAliases(input as LooseParameterInput, notice);
  const values: Record<string, unknown> = {};
  const effective: Readonly<Record<string, ParameterRecord>> = {
    ...trainingParameters,
    ...commandParameters,
  };
  for (const [name, record] of Object.entries(effective)) {
    const entry = given.get(name);
    values[name] =
      entry === undefined ? record.default : parseValue(entry.alias, record, entry.value);
  }
  checkIneffective(given, notice);
  for (const [name, { alias }] of given) {
    if (parameterScope(name) !== 'command' || isDefault(name, values[name])) continue;
    notice(`parameter "${alias}" has no effect here: it is for the command line`);
  }
  return applyRules(values as unknown as Parameters, given, notice);
}

function isDefault(name: string, value: unknown): boolean {
  return JSON.stringify(value) === JSON.stringify(parameterRecord(name)?.default);
}

function checkIneffective(given: ReadonlyMap<string, Given>, notice: (line: string) => void): void {
  const table: Readonly<Record<string, IneffectiveRecord>> = ineffectiveParameters;
  for (const [name, { alias, value }] of given) {
    const record = Object.hasOwn(table, name) ? table[name] : undefined;
    if (record === undefined) continue;
    if (parseValue(alias, record, value) === record.default) continue;
    if (record.refused) {
      throw new CambiumError(
        'unsupported-parameter',
        `parameter "${alias}" cannot be followed: ${record.why}`,
        { hint: 'leave it out' },
      );
    }
    notice(`parameter "${alias}" has no effect here: ${record.why}`);
  }
}
