/** LightGBM's way to choose a file's columns: by number, counted without the label, or by name. */
import { CambiumError, didYouMean, listNames } from '../../errors.js';

/** A column by its place, from 0, or by its name. Places of all but the label do not count the label. */
export type ColumnPlace = number | string;

/** LightGBM's parameters that choose columns; absent ones have their defaults. */
export interface ColumnParameters {
  /** Default: the first column. */
  readonly label_column?: ColumnPlace | undefined;
  readonly weight_column?: ColumnPlace | undefined;
  readonly group_column?: ColumnPlace | undefined;
  readonly ignore_column?: readonly ColumnPlace[] | undefined;
  readonly categorical_feature?: readonly ColumnPlace[] | undefined;
}

/** Which of a file's columns are what, by their places in the file. */
export interface ColumnRoles {
  readonly label: number;
  readonly weight: number | undefined;
  readonly group: number | undefined;
  /** All columns besides the label, in order: a feature's number is its place here. */
  readonly features: readonly number[];
  /** Features that nothing is learnt from: the ignored, the weight and the group. */
  readonly ignored: ReadonlySet<number>;
  /** Features that are categories, in order. */
  readonly categorical: readonly number[];
}

/** The columns of a file. */
export interface FileColumns {
  /** What errors call the file. */
  readonly source: string;
  /** Its columns' names, or undefined for a file without them. */
  readonly names: readonly string[] | undefined;
  readonly width: number;
}

/**
 * The columns of a LightGBM-style file.
 * @throws CambiumError `missing-column` or `no-features`, naming parameter and file
 */
export function chooseColumnRoles(file: FileColumns, parameters: ColumnParameters): ColumnRoles {
  const label = placeOf('label_column', parameters.label_column ?? 0, file, undefined);
  const find = (name: keyof ColumnParameters, column: ColumnPlace) =>
    placeOf(name, column, file, label);
  const { weight_column, group_column, ignore_column, categorical_feature } = parameters;
  const weight = weight_column === undefined ? undefined : find('weight_column', weight_column);
  const group = group_column === undefined ? undefined : find('group_column', group_column);
  const ignored = new Set((ignore_column ?? []).map((column) => find('ignore_column', column)));
  for (const place of [weight, group]) if (place !== undefined) ignored.add(place);
  const categorical = (categorical_feature ?? []).map((column) =>
    find('categorical_feature', column),
  );
  const features = Array.from({ length: file.width }, (_, place) => place).filter(
    (place) => place !== label,
  );
  if (features.every((place) => ignored.has(place))) {
    throw new CambiumError('no-features', `${file.source}: no column is left to train on`);
  }
  return {
    label,
    weight,
    group,
    features,
    ignored,
    categorical: features.filter((place) => categorical.includes(place) && !ignored.has(place)),
  };
}

/** @param label the label's place, which numbers do not count; undefined where it is looked for itself. */
function placeOf(
  parameter: keyof ColumnParameters,
  column: ColumnPlace,
  { source, names, width }: FileColumns,
  label: number | undefined,
): number {
  if (typeof column === 'number') {
    const last = width - (label === undefined ? 1 : 2);
    if (column > last) {
      const counted = label === undefined ? '' : ', the label not counted';
      throw new CambiumError(
        'missing-column',
        `${parameter}=${column}: the last column of ${source} is ${last}${counted}`,
      );
    }
    return label !== undefined && column >= label ? column + 1 : column;
  }
  if (names === undefined) {
    throw new CambiumError(
      'missing-column',
      `${parameter}=name:${column}: ${source} is read without names`,
      { hint: 'header=true if its first line holds them' },
    );
  }
  const place = names.indexOf(column);
  if (place >= 0 && place !== label) return place;
  if (place >= 0) {
    throw new CambiumError('invalid-option', `${parameter}: "${column}" of ${source} is the label`);
  }
  throw new CambiumError('missing-column', `${parameter}: ${source} has no column "${column}"`, {
    hint: didYouMean(column, names) ?? `its columns are ${listNames(names)}`,
  });
}
