/** Checks one entry of `catalog.yml` against its type. */
import { CambiumError, didYouMean } from '../errors.js';
import {
  formatLocation,
  isMap,
  type PathSegment,
  type Subject,
  validate,
} from './configuration/index.js';
import { type DatasetType, datasetTypes } from './datasets/index.js';
import { isPattern } from './pattern.js';

/** An entry that fits its type. */
export interface ParsedEntry {
  readonly type: DatasetType;
  /** What the type's schema made of the fields, without `type`. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The entry as it was given. */
  readonly entry: Readonly<Record<string, unknown>>;
}

/**
 * Where a pattern's placeholder stands for the type, there is nothing to check until it is filled.
 * @throws CambiumError `invalid-configuration` with file, line, field and near miss.
 */
export function parseEntry(
  entry: unknown,
  types: ReadonlyMap<string, DatasetType>,
  subject: Subject,
): ParsedEntry {
  if (!isMap(entry)) {
    throw complaint(subject, [], 'expected a map with a type, e.g. {type: csv, filepath: …}');
  }
  const { type: name, ...fields } = entry;
  const known = [...types.keys()];
  if (typeof name !== 'string') {
    throw complaint(subject, [], 'field "type" is missing', `one of ${known.join(', ')}`);
  }
  const type = types.get(name);
  if (type !== undefined) {
    const checked = type.schema === undefined ? fields : validate(type.schema, fields, subject);
    return { type, fields: checked, entry };
  }
  const memory = datasetTypes.get('memory');
  if (isPattern(name) && memory !== undefined) return { type: memory, fields: {}, entry };
  const hint = similarType(name, known) ?? `one of ${known.join(', ')}`;
  throw complaint(subject, ['type'], `unknown type "${name}"`, hint);
}

function complaint(
  subject: Subject,
  path: readonly PathSegment[],
  message: string,
  hint?: string,
): CambiumError {
  const at = subject.locate(path);
  const where = at === undefined ? '' : `${formatLocation(at)}: `;
  return new CambiumError('invalid-configuration', `${where}${subject.name}: ${message}`, { hint });
}

/** `pandas.CSVDataset` and `csv.CSVDataSet` are near `csv`. */
function similarType(name: string, known: readonly string[]): string | undefined {
  const short = (name.split('.').at(-1) ?? name).replace(/data_?set$/i, '').toLowerCase();
  return known.includes(short) ? `did you mean "${short}"?` : didYouMean(name, known);
}
