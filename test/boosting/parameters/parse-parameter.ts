/** One parameter as resolveParameters() takes it, without the rules between parameters. */
import { chooseAliases } from '../../../src/boosting/parameters/choose-aliases.js';
import { parameterRecord } from '../../../src/boosting/parameters/names.js';
import { parseValue } from '../../../src/boosting/parameters/parse-value.js';
import type { ParameterValue } from '../../../src/boosting/parameters/record.js';

/** The typed value; the default where the value is null, undefined or empty text. */
export function parseParameter(nameOrAlias: string, value: ParameterValue): unknown {
  const given = chooseAliases({ [nameOrAlias]: value }, () => {});
  const record = parameterRecord(nameOrAlias)!;
  return given.size > 0 ? parseValue(nameOrAlias, record, value) : record.default;
}
