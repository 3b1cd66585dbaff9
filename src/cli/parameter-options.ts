/** LightGBM's parameters as options of a command: every name and alias, with underscores or with dashes. */
import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
// boosting/index.js would load the data layer too, and help must not wait for that.
import {
  parameterName,
  parameterNames,
  parameterRecord,
  parameterTable,
  spellingsOf,
} from '../boosting/parameters/index.js';
import { CambiumError, didYouMean } from '../errors.js';

/** A parameter as given: the name that the user chose, in LightGBM's spelling, and the text of its value. */
export interface GivenParameter {
  readonly name: string;
  readonly value: string;
}

const HEADING = "Parameters (LightGBM's names; aliases are taken too, and - for _):";

/**
 * Adds an option for each parameter; help shows the ones that training follows. Names that the command
 * has options of its own for are left to those.
 * @param given where the parameters of a call are collected
 */
export function addParameterOptions(command: Command, given: GivenParameter[]): void {
  const taken = new Set(command.options.map(({ long }) => long));
  const add = (flag: string, name: string, description?: string) => {
    if (taken.has(flag)) return;
    taken.add(flag);
    const switches = parameterRecord(name)?.type === 'bool';
    const option = new Option(`${flag} ${switches ? '[value]' : '<value>'}`, description);
    if (description === undefined) option.hideHelp();
    else option.helpGroup(HEADING);
    command.addOption(option);
    // Alone, without a value, a switch turns on.
    command.on(`option:${option.name()}`, (value: string | null) => {
      given.push({ name, value: value ?? 'true' });
    });
  };
  for (const [name, { doc, default: value }] of Object.entries(parameterTable)) {
    add(`--${name}`, name, `${doc}${defaultText(value)}`);
  }
  for (const name of parameterNames()) {
    add(`--${name}`, name);
    add(`--${name.replaceAll('_', '-')}`, name);
  }
}

function defaultText(value: unknown): string {
  const text = String(value ?? '');
  return text === '' ? '' : ` (default: ${text})`;
}

/**
 * Takes a word like `num_leaves=31`, as LightGBM's own command line has parameters; false for any other word.
 * @throws CambiumError `unknown-parameter` for a word of this form whose name no parameter has, unless it may be a file
 */
export function takeParameter(word: string, given: GivenParameter[]): boolean {
  const at = word.indexOf('=');
  const name = word.slice(0, Math.max(0, at));
  if (!/^[A-Za-z_][\w-]*$/.test(name) || existsSync(word)) return false;
  const value = word.slice(at + 1);
  if (parameterName(name) === undefined) {
    const names = given.map((other) => other.name);
    const hint = didYouMean(name, parameterNames(), spellingsOf(names));
    // Folders and files of partitions are called year=2026.
    if (hint === undefined && /[/\\.*]/.test(value)) return false;
    throw new CambiumError('unknown-parameter', `there is no parameter "${name}"`, {
      hint: hint ?? 'and no file of this name: cambium train --help lists the parameters',
    });
  }
  given.push({ name, value });
  return true;
}
