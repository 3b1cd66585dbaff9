/** A model that LightGBM made, as columns to score and the answers that it gives. */

import { existsSync } from 'node:fs';
import { type Model, parseModel } from '../../../src/boosting/index.js';
import { fixturePath, modelText, readTable } from '../../boosting/support/fixtures.js';

export { fixtureNames, fixturePath } from '../../boosting/support/fixtures.js';

export interface Fixture {
  readonly model: Model;
  readonly rows: number;
  /** The feature columns of `data.csv`. */
  readonly columns: readonly Float64Array[];
  /** LightGBM's answers, row by row. */
  /** LightGBM's contributions; none for linear trees. */
  readonly contributions: Float64Array | undefined;
  readonly expected: Readonly<Record<'raw' | 'value' | 'leaf', Float64Array>>;
}

export function loadFixture(name: string): Fixture {
  const data = readTable(name, 'data.csv').rows;
  const model = parseModel(modelText(name), name);
  const answers = (file: string) =>
    Float64Array.from(readTable(name, file).rows.flatMap((row) => [...row]));
  return {
    model,
    rows: data.length,
    columns: model.featureNames.map((_, feature) =>
      Float64Array.from(data, (row) => row[feature]!),
    ),
    contributions: existsSync(fixturePath(name, 'contrib.csv'))
      ? answers('contrib.csv')
      : undefined,
    expected: {
      raw: answers('pred_raw.csv'),
      value: answers('pred.csv'),
      leaf: answers('leaf_index.csv'),
    },
  };
}

/** The largest relative difference of two lists of numbers; Infinity when their lengths differ. */
export function largestDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    if (found[i] === expected[i]) continue;
    const difference = Math.abs(found[i]! - expected[i]!) / Math.abs(expected[i]!);
    largest = Math.max(largest, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  }
  return largest;
}
