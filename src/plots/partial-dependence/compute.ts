/** How a model's mean prediction depends on one feature or two, the others staying as they are in a table. */
import { checkModel, featurePlace, type Model, sampleRows } from '../../boosting/index.js';
import { CambiumError, checkKind, checkNames, checkOneOf } from '../../errors.js';
import {
  createScorer,
  type FeatureRows,
  featureColumns,
  type Scorer,
} from '../../scoring/index.js';
import { checkWhole } from '../options.js';
import { categoryGrid, type Grid, numericGrid } from './grid.js';

/** Options of {@link partialDependence}. */
export interface PartialDependenceOptions {
  /** One feature, or a list of one or two. */
  readonly features: string | readonly string[];
  /** Most values of a feature; default: 50 for one feature, 20 for each of two,. At most 1000. */
  readonly gridSize?: number | undefined;
  /** Where the values of a number begin and end, as shares of the rows; 0.01 and 0.99 unless told. */
  readonly percentiles?: readonly [number, number] | undefined;
  /** What is averaged: `value`, the objective's output, unless told, or `raw` scores. */
  readonly kind?: 'value' | 'raw' | undefined;
  /** Most rows to average over, a random sample of the table; 1000 unless told, at most 1,000,000. */
  readonly rows?: number | undefined;
  /** Decides the sample. */
  readonly seed?: number | undefined;
  /** Worker threads; default: the cores. */
  readonly threads?: number | undefined;
}

/** A feature of a {@link PartialDependence}, and where it was looked at. */
export interface DependenceFeature extends Grid {
  readonly name: string;
  /** Deciles of the table's values, to show where they lie; empty for categories. */
  readonly deciles: Float64Array;
}

/** Mean predictions on a grid of one feature's values, or two features'. */
export interface PartialDependence {
  readonly features: readonly DependenceFeature[];
  readonly kind: 'value' | 'raw';
  /** Numbers that a prediction has: 1, or the number of classes. */
  readonly outputs: number;
  /** Means by value of the first feature, value of the second if there are two, and output; row-major. */
  readonly averages: Float64Array;
  /** Rows that each mean is over. */
  readonly rows: number;
}

const MOST_GRID = 1000;
const MOST_ROWS = 1_000_000;
/** Rows that are scored at once: several points of the grid, for threads to be worth their while. */
const BATCH_ROWS = 65_536;
const BATCH_BYTES = 64 * 2 ** 20;

/**
 * For each value of the grid: the mean prediction over the table's rows, with that value put in the
 * place of each row's own (Friedman 2001, "Greedy function approximation", section 8.2). A numeric grid
 * lies at the table's quantiles, a categorical one at its most frequent categories; where a single feature
 * has missing values in the table, NaN is the last value.
 * @param table the rows to average over, e.g. those that the model was trained on: a table, or data in memory that
 *   `tableFrom` takes.
 * @throws CambiumError `invalid-option`, `missing-feature`, `missing-column`, `column-type`,
 *   `empty-table`, `nothing-to-draw` for a feature without a value in the table.
 */
export async function partialDependence(
  model: Model,
  table: FeatureRows,
  options: PartialDependenceOptions,
): Promise<PartialDependence> {
  checkModel(model);
  checkNames('option of partialDependence', options, {
    features: true,
    gridSize: true,
    percentiles: true,
    kind: true,
    rows: true,
    seed: true,
    threads: true,
  });
  const names = featureList(options.features);
  const { kind = 'value', rows: most = 1000, seed = 1, threads } = options;
  const indices = checkFeatures(model, names);
  checkOneOf('kind', kind, ['value', 'raw']);
  checkWhole('rows', most, 1, MOST_ROWS);
  checkWhole('seed', seed, 0, 2 ** 31 - 1);
  const { rows: available, columns: whole } = featureColumns(table, model);
  if (available === 0)
    throw new CambiumError('empty-table', 'the table has no rows to average over');
  const features = indices.map((index, place) =>
    featureGrid(
      model,
      index,
      names[place] as string,
      whole[index] as Float64Array,
      names.length,
      options,
    ),
  );
  const { columns, rows } = sampleColumns(whole, available, most, seed);
  // A GPU adds in another order: the same table would give other bytes elsewhere.
  const scorer = await createScorer(model, { backend: 'wasm', threads });
  try {
    const grids = features.map(({ values }) => values);
    const averages = await averageOverGrid(scorer, { columns, rows, indices, grids, kind });
    return { features, kind, outputs: scorer.numOutputs(kind), averages, rows };
  } finally {
    await scorer.close();
  }
}

function featureList(features: unknown): readonly string[] {
  if (typeof features === 'string') return [features];
  checkKind('features', features, 'a list');
  for (const name of features as readonly unknown[]) checkKind('a feature', name, 'a string');
  return features as readonly string[];
}

function checkFeatures(model: Model, names: readonly string[]): number[] {
  if (names.length < 1 || names.length > 2) {
    throw new CambiumError(
      'invalid-option',
      `features must be one feature, or two, not ${names.length}`,
    );
  }
  const indices = names.map((name) => featurePlace(model, name));
  if (indices.length === 2 && indices[0] === indices[1]) {
    throw new CambiumError('invalid-option', `features names "${names[0]}" twice`);
  }
  return indices;
}

function featureGrid(
  model: Model,
  index: number,
  name: string,
  column: Float32Array | Float64Array,
  features: number,
  options: PartialDependenceOptions,
): DependenceFeature {
  const { gridSize = features === 1 ? 50 : 20, percentiles = [0.01, 0.99] } = options;
  checkWhole('gridSize', gridSize, 2, MOST_GRID);
  checkKind('percentiles', percentiles, 'a list');
  const [low, high] = percentiles;
  if (!(low >= 0 && high <= 1 && low < high)) {
    throw new CambiumError(
      'invalid-option',
      `percentiles must be two rising numbers, 0 to 1, not ${low} and ${high}`,
    );
  }
  const type = isCategorical(model, index) ? 'category' : 'number';
  const known =
    type === 'category'
      ? categoryGrid(column, gridSize)
      : numericGrid(column, gridSize, percentiles);
  if (known.length === 0) {
    throw new CambiumError('nothing-to-draw', `"${name}" has no value in any row of the table`);
  }
  const missing = features === 1 && column.some(Number.isNaN);
  const values = missing ? Float64Array.of(...known, Number.NaN) : known;
  const deciles = type === 'category' ? new Float64Array(0) : numericGrid(column, 9, [0.1, 0.9]);
  return { name, type, values, deciles };
}

/** By the model's record of its training data: `[min:max]` for a number, `category:category:…`. */
const isCategorical = (model: Model, index: number): boolean =>
  /^-?\d+(?::-?\d+)*$/.test(model.featureInfos[index] ?? '');

interface Question {
  /** Of the sample, in the model's order. */
  readonly columns: readonly Float64Array[];
  readonly rows: number;
  /** The features that are varied, and their values. */
  readonly indices: readonly number[];
  readonly grids: readonly Float64Array[];
  readonly kind: 'value' | 'raw';
}

async function averageOverGrid(scorer: Scorer, question: Question): Promise<Float64Array> {
  const { columns, rows, indices, grids, kind } = question;
  const [first, second = Float64Array.of(0)] = grids as [Float64Array, Float64Array?];
  const points = first.length * second.length;
  const outputs = scorer.numOutputs(kind);
  const affordable = Math.min(BATCH_ROWS, BATCH_BYTES / (8 * Math.max(1, columns.length)));
  const together = Math.min(points, Math.max(1, Math.floor(affordable / rows)));
  // What does not vary is laid out once; the varied columns are written for each batch.
  const batch = columns.map((column) => {
    const repeated = new Float64Array(together * rows);
    for (let copy = 0; copy < together; copy++) repeated.set(column, copy * rows);
    return repeated;
  });
  scorer.prepare?.(points * rows);
  const averages = new Float64Array(points * outputs);
  for (let start = 0; start < points; start += together) {
    const count = Math.min(together, points - start);
    for (let point = 0; point < count; point++) {
      const at = start + point;
      const pair = [
        first[Math.floor(at / second.length)] as number,
        second[at % second.length] as number,
      ];
      indices.forEach((index, place) => {
        batch[index]?.fill(pair[place] as number, point * rows, (point + 1) * rows);
      });
    }
    const answers = await scorer.score(batch, count * rows, kind);
    for (let point = 0; point < count; point++) {
      for (let output = 0; output < outputs; output++) {
        let sum = 0;
        for (let row = 0; row < rows; row++) {
          sum += answers[(point * rows + row) * outputs + output] as number;
        }
        averages[(start + point) * outputs + output] = sum / rows;
      }
    }
  }
  return averages;
}

/** Columns at a sample of `most` rows, all of them if there are no more. */
function sampleColumns(
  columns: readonly (Float32Array | Float64Array)[],
  rows: number,
  most: number,
  seed: number,
): { readonly columns: readonly Float64Array[]; readonly rows: number } {
  const chosen = sampleRows(rows, most, seed);
  const sampled = columns.map((column) =>
    Float64Array.from(chosen, (row) => column[row] as number),
  );
  return { columns: sampled, rows: chosen.length };
}
