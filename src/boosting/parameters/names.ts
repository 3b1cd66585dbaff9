/** Where every name and alias of a parameter leads. */

import type { ParameterRecord } from './record.js';
import { commandParameters, ineffectiveParameters, trainingParameters } from './table/index.js';

/**
 * Whom a parameter concerns: `training` the trainer, `command` the tasks and files of the command
 * line, `none` nobody here.
 */
export type ParameterScope = 'training' | 'command' | 'none';

interface Entry {
  readonly scope: ParameterScope;
  readonly record: ParameterRecord;
}

const scopes: readonly [ParameterScope, Readonly<Record<string, ParameterRecord>>][] = [
  ['training', trainingParameters],
  ['command', commandParameters],
  ['none', ineffectiveParameters],
];

const entries: ReadonlyMap<string, Entry> = new Map(
  scopes.flatMap(([scope, table]) =>
    Object.entries(table).map(([name, record]): [string, Entry] => [name, { scope, record }]),
  ),
);

const canonicalNames: ReadonlyMap<string, string> = new Map(
  [...entries].flatMap(([name, { record }]) =>
    [name, ...(record.aliases ?? [])].map((known): [string, string] => [known, name]),
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

/** All names and aliases of the parameters that some names lead to. */
export function spellingsOf(names: readonly string[]): readonly string[] {
  const given = new Set(names.map(parameterName));
  return parameterNames().filter((name) => given.has(parameterName(name)));
}

/** The record of a parameter, by name or alias. */
export function parameterRecord(nameOrAlias: string): ParameterRecord | undefined {
  return entries.get(canonicalNames.get(nameOrAlias) ?? '')?.record;
}

/** Whom a parameter concerns, by name or alias. */
export function parameterScope(nameOrAlias: string): ParameterScope | undefined {
  return entries.get(canonicalNames.get(nameOrAlias) ?? '')?.scope;
}
