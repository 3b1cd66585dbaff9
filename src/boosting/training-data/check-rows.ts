/** Checks labels and weights for an objective, and gives them as the trainer keeps them: 32 bits each. */
import { CambiumError } from '../../errors.js';
import type { ObjectiveDefinition, TrainingRows } from '../objectives/index.js';
import type { Parameters } from '../parameters/index.js';
import { checkInitScore } from './check-init-score.js';
import { rangeOf, stepAt } from './float32.js';
import { checkPositions } from './positions.js';
import type { Columns, TrainingTable } from './training-data.js';

/** How columns were told: errors name them. */
export type ToldOfRows = Partial<Pick<TrainingTable, 'label' | 'weight' | 'initScore'>>;

/**
 * Labels, weights and queries of a table.
 * @param told the table's columns, for errors
 * @throws CambiumError `bad-label`, `constant-label`, `bad-weight`, `missing-group`, `bad-position`, `bad-init-score`
 */
export function checkRows(
  columns: Columns,
  objective: ObjectiveDefinition,
  parameters: Parameters,
  told: ToldOfRows,
  tableName: string,
  isTraining: boolean,
): TrainingRows {
  const column = typeof told.label === 'string' ? told.label : 'label';
  const labels = checkLabels(columns.label, objective, parameters, column, tableName);
  const rows = {
    labels,
    weights: columns.weight && checkWeights(columns.weight, titleOf(told), tableName),
    queries: columns.queries,
    positions: checkPositions(columns.positions, parameters),
  };
  if (objective.needsQueries && columns.queries === undefined) {
    throw new CambiumError(
      'missing-group',
      `objective=${parameters.objective} ranks rows within queries, but the ${tableName} table has none`,
      {
        hint: 'name the column of query ids: group',
        commandHint: 'name the column of query ids: --group',
      },
    );
  }
  if (isTraining && parameters.bagging_by_query && columns.queries === undefined) {
    throw new CambiumError(
      'missing-group',
      `bagging_by_query chooses whole queries, but the ${tableName} table has none`,
      {
        hint: 'name the column of query ids: group; or leave out bagging_by_query',
        commandHint: 'name the column of query ids: --group; or leave out bagging_by_query',
      },
    );
  }
  if (columns.initScore !== undefined && parameters.boosting === 'rf') {
    throw new CambiumError(
      'bad-init-score',
      `the ${tableName} table has an initial score, but boosting=rf averages trees that all start from the label's mean`,
    );
  }
  checkInitScore(columns, objective.classes?.(parameters) ?? 1, told.initScore, tableName);
  if (isTraining) {
    refuseCollapsed(labels, columns.label, column, parameters);
    objective.checkLabels?.(rows, parameters);
    checkWeightsFit(rows, columns.weight, objective, parameters, titleOf(told));
  }
  return rows;
}

/** Labels that differ, but not as 32-bit floats: a model of them would be a constant. */
function refuseCollapsed(
  labels: Float32Array,
  given: Float32Array | Float64Array,
  column: string,
  { objective }: Parameters,
): void {
  if (objective === 'custom' || labels.some((label) => label !== labels[0])) return;
  const [least, most] = rangeOf(given);
  if (least === most) return;
  throw new CambiumError(
    'constant-label',
    `label "${column}" goes from ${least} to ${most} in the training table, but labels are kept as 32-bit floats, and these ${labels.length} differ by less than one of their steps (${stepAt(most)}): all become ${labels[0]}, and there is nothing to learn`,
    { hint: `subtract a constant from the label, such as ${least}, or scale it` },
  );
}

function checkLabels(
  label: Float32Array | Float64Array,
  objective: ObjectiveDefinition,
  parameters: Parameters,
  column: string,
  tableName: string,
): Float32Array {
  // A column that is 32-bit already is not copied.
  const labels = label instanceof Float32Array ? label : Float32Array.from(label);
  for (let row = 0; row < label.length; row++) {
    const value = label[row] as number;
    if (!Number.isFinite(Math.fround(value))) {
      const found = Number.isNaN(value) ? 'missing (NaN)' : value;
      const expected = Number.isFinite(value) ? 'at most 3.4e38 in size' : 'a finite number';
      throw new CambiumError(
        'bad-label',
        `label "${column}" of the ${tableName} table is ${found} in row ${row + 1}: expected ${expected}`,
        { hint: 'leave out such rows' },
      );
    }
    const fault = objective.labelFault?.(value, parameters);
    if (fault !== undefined) {
      throw new CambiumError(
        'bad-label',
        `label "${column}" of the ${tableName} table is ${value} in row ${row + 1}: objective=${parameters.objective} expects ${fault}`,
        { hint: 'objective=regression takes any number' },
      );
    }
  }
  return labels;
}

const titleOf = ({ weight }: ToldOfRows) =>
  typeof weight === 'string' ? `weight "${weight}"` : 'the weight';

/**
 * Weights as 32-bit floats.
 * @throws CambiumError `bad-weight` with the row of one that is negative or not finite, and where all are 0
 */
export function checkWeights(
  weight: Float32Array | Float64Array,
  title: string,
  tableName: string,
): Float32Array {
  const weights = weight instanceof Float32Array ? weight : Float32Array.from(weight);
  let some = false;
  for (let row = 0; row < weights.length; row++) {
    const value = weights[row] as number;
    if (!(value >= 0 && Number.isFinite(value))) {
      const given = weight[row] as number;
      const found = Number.isNaN(given) ? 'missing (NaN)' : given;
      const expected =
        Number.isFinite(given) && given > 0 ? 'at most 3.4e38' : 'a finite number of at least 0';
      throw new CambiumError(
        'bad-weight',
        `${title} of the ${tableName} table is ${found} in row ${row + 1}: expected ${expected}`,
        { hint: 'a weight of 0 leaves a row out' },
      );
    }
    if (value > 0) some = true;
  }
  if (some) return weights;
  const [, most] = rangeOf(weight);
  throw new CambiumError(
    'bad-weight',
    most > 0
      ? `${title} of the ${tableName} table is at most ${most}, which is 0 as a 32-bit float, in all ${weights.length} rows: expected some of 1.4e-45 or more`
      : `${title} of the ${tableName} table is 0 in all ${weights.length} rows: expected some above 0`,
  );
}

/** What the objective asks of the weights of training rows. */
function checkWeightsFit(
  { weights }: TrainingRows,
  given: Columns['weight'],
  { weightFault }: ObjectiveDefinition,
  { objective }: Parameters,
  title: string,
): void {
  if (weights === undefined || weightFault === undefined) return;
  for (let row = 0; row < weights.length; row++) {
    const fault = weightFault(weights[row] as number);
    if (fault === undefined) continue;
    const own = given?.[row] ?? weights[row]!;
    const kept = own > 0 && weights[row] === 0 ? ', at least 1.4e-45 as 32-bit floats' : '';
    throw new CambiumError(
      'bad-weight',
      `${title} of the training table is ${own} in row ${row + 1}: objective=${objective} expects ${fault}${kept}`,
      { hint: 'leave out such rows' },
    );
  }
}
