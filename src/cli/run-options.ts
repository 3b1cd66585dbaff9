/** Reads the option values of `cambium run`: lists, parameters, versions. */
import { parseYamlValue } from '../catalog/configuration/index.js';
import { CambiumError } from '../errors.js';

/** `a,b` as a list; commas inside brackets, braces and quotes do not separate. */
export function splitList(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  let quote = '';
  for (const character of text) {
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (character === ',' && depth === 0 && quote === '') {
      parts.push(part);
      part = '';
    } else part += character;
  }
  return [...parts, part].map((one) => one.trim()).filter((one) => one !== '');
}

/**
 * `a=1,b.c=[x, y]` as `{a: 1, 'b.c': ['x', 'y']}`: values are YAML.
 * @throws CambiumError `invalid-option`
 */
export function parseParameters(text: string): Record<string, unknown> {
  const entries = splitList(text).map((pair): [string, unknown] => {
    const [key, value] = cut(pair, '=', '--params', 'name=value');
    checkKey(key);
    try {
      return [key, parseYamlValue(value)];
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new CambiumError(
        'invalid-option',
        `--params: the value of "${key}" is not YAML: ${reason}`,
        { cause },
      );
    }
  });
  return Object.fromEntries(entries);
}

/** Names go down into maps by dots; a colon is Kedro's older sign for what is `=` here. */
function checkKey(key: string): void {
  if (/^[^\s:.]+(?:\.[^\s:.]+)*$/.test(key)) return;
  const better = key
    .trim()
    .split(/[\s:.]+/)
    .filter((part) => part !== '')
    .join('.');
  throw new CambiumError('invalid-option', `--params: "${key}" is not a parameter name`, {
    hint: better === '' ? 'give name=value' : `did you mean --params ${better}=…?`,
  });
}

/**
 * `model:2026-01-31T10.20.30.456Z,…` as versions by dataset.
 * @throws CambiumError `invalid-option`
 */
export function parseVersions(text: string): Record<string, string> {
  return Object.fromEntries(
    splitList(text).map((pair) => cut(pair, ':', '--load-versions', 'dataset:version')),
  );
}

function cut(pair: string, sign: string, option: string, form: string): [string, string] {
  const at = pair.indexOf(sign);
  const key = pair.slice(0, at).trim();
  if (at > 0 && key !== '') return [key, pair.slice(at + 1).trim()];
  throw new CambiumError('invalid-option', `${option}: expected ${form}, found "${pair}"`, {
    hint: `separate several by commas`,
  });
}
