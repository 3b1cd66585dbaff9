/** Draws a partial dependence: lines or points of one feature, a map of two. */
import { CambiumError, checkKind, checkKinds, checkNames } from '../../errors.js';
import { render } from '../render.js';
import { plainText, wholeNumber } from '../text.js';
import type { PartialDependence } from './compute.js';
import { lineSpec } from './line-spec.js';
import { mapSpec } from './map-spec.js';

/** Options of {@link plotPartialDependence}. */
export interface PartialDependencePlotOptions {
  /** Classes to draw, from 0; all of them unless told, but a map of two features needs one. */
  readonly classes?: readonly number[] | undefined;
  readonly title?: string | undefined;
}

/** Lines that a picture can tell apart. */
const MOST_CLASSES = 20;

/** What both kinds of picture are made of. */
export interface DependencePicture {
  readonly dependence: PartialDependence;
  readonly classes: readonly number[];
  /** Of the axis, or of the colours, that the means are read from. */
  readonly meaning: string;
  readonly title: string;
  readonly subtitle: string;
}

/**
 * One feature: a line a class over a number's values, with marks at the table's deciles, or a point for
 * each category; what the model makes of a missing value is a dashed line. Two features: a map in
 * colours.
 * @returns the text of an SVG file
 * @throws CambiumError `invalid-option` for a class that there is not, `too-large` for too many classes
 */
export async function plotPartialDependence(
  dependence: PartialDependence,
  options: PartialDependencePlotOptions = {},
): Promise<string> {
  checkNames('option of plotPartialDependence', options, { classes: true, title: true });
  checkKinds(options, { title: 'a string' });
  checkDependence(dependence);
  if (options.classes !== undefined) checkKind('classes', options.classes, 'a list');
  const { features, kind, rows } = dependence;
  const names = features.map(({ name }) => plainText(name));
  const title = options.title ?? `Partial dependence on ${names.join(' and ')}`;
  const picture: DependencePicture = {
    dependence,
    classes: chosenClasses(dependence, options.classes),
    meaning: kind === 'value' ? 'Mean prediction' : 'Mean raw score',
    title,
    subtitle: `mean over ${wholeNumber(rows)} ${rows === 1 ? 'row' : 'rows'}`,
  };
  return render(features.length === 1 ? lineSpec(picture) : mapSpec(picture), plainText(title));
}

function checkDependence(dependence: unknown): void {
  const { features, averages } = Object(dependence) as Readonly<Record<string, unknown>>;
  const isThere = Array.isArray(features) && (features.length === 1 || features.length === 2);
  if (isThere && averages instanceof Float64Array) return;
  throw new CambiumError('invalid-option', 'what is to be drawn is not a partial dependence', {
    hint: 'plotPartialDependence(await partialDependence(model, table, { features }))',
  });
}

function chosenClasses(
  { outputs, features }: PartialDependence,
  wanted: readonly number[] | undefined,
): readonly number[] {
  const classes = wanted ?? Array.from({ length: outputs }, (_, index) => index);
  const strange = classes.find((one) => !Number.isInteger(one) || one < 0 || one >= outputs);
  if (strange !== undefined || classes.length === 0) {
    throw new CambiumError(
      'invalid-option',
      `there is no class ${strange ?? ''}: the model has ${outputs === 1 ? 'only 0' : `0 to ${outputs - 1}`}`,
    );
  }
  if (features.length === 2 && classes.length > 1) {
    throw new CambiumError(
      'too-large',
      `a map of two features shows one class, but the model has ${classes.length}`,
      { hint: 'choose a class', commandHint: '--class N' },
    );
  }
  if (classes.length <= MOST_CLASSES) return classes;
  throw new CambiumError(
    'too-large',
    `${classes.length} classes are too many for a picture of ${MOST_CLASSES}`,
    { hint: 'choose some of them', commandHint: '--class N' },
  );
}
