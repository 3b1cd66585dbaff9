/** The shapes in which a node names its inputs and outputs, and the rules for names. */
import { baseName } from '../../catalog/index.js';
import { CambiumError } from '../../errors.js';

/** One name, a list (by position), a map (argument or returned key to dataset), or none. */
export type DatasetNames = string | readonly string[] | Readonly<Record<string, string>> | null;

/** The names in a node's inputs or outputs, in order, repetitions kept. */
export function namesOf(names: DatasetNames): readonly string[] {
  if (names === null) return [];
  if (typeof names === 'string') return [names];
  return Array.isArray(names) ? names : Object.values(names);
}

/** The same shape with every name replaced. */
export function mapNames(names: DatasetNames, change: (name: string) => string): DatasetNames {
  if (names === null) return null;
  if (typeof names === 'string') return change(names);
  if (isList(names)) return names.map(change);
  return Object.fromEntries(Object.entries(names).map(([key, name]) => [key, change(name)]));
}

export function isList(names: DatasetNames): names is readonly string[] {
  return Array.isArray(names);
}

/** @throws CambiumError `invalid-name` unless letters, digits, `_`, `.` and `-` alone are used. */
export function checkName(name: string, what: string): string {
  if (typeof name === 'string' && /^[\w.-]+$/.test(name)) return name;
  throw new CambiumError('invalid-name', `"${name}" is not a valid ${what}`, {
    hint: 'letters, digits, "_", "." and "-" are allowed',
  });
}

/** @throws CambiumError `invalid-name`, `invalid-node` */
export function checkDatasetNames(names: unknown, side: 'inputs' | 'outputs', node: string): void {
  const wrong = (message: string): never => {
    throw new CambiumError('invalid-node', `${side} of node "${node}": ${message}`, {
      hint: 'give a name, a list of names, a map of names, or null',
    });
  };
  if (names === null) return;
  if (typeof names !== 'string' && typeof names !== 'object') {
    wrong(`expected names, found ${typeof names}`);
  }
  for (const name of namesOf(names as DatasetNames)) {
    if (typeof name !== 'string' || name.trim() === '') {
      wrong(`expected a dataset's name, found ${JSON.stringify(name) ?? String(name)}`);
    }
    baseName(name);
  }
}
