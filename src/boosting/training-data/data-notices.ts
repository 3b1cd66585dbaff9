/** What a user should know of training data that training takes, but learns nothing from. */
import { isAllMissing } from '../../data/index.js';
import { listNames } from '../../errors.js';
import type { ObjectiveDefinition, TrainingRows } from '../objectives/index.js';
import type { Parameters } from '../parameters/index.js';
import type { Columns } from './training-data.js';

/** Of features without any value: no tree can split on them. */
export function emptyFeatureNotice(
  { features }: Columns,
  names: readonly string[],
  table: string,
  isTraining: boolean,
): string | undefined {
  const empty = names.filter((_, index) => {
    const values = features[index];
    return values !== undefined && isAllMissing(values);
  });
  if (empty.length === 0) return undefined;
  const which = listNames(empty.map((name) => `"${name}"`));
  const isOne = empty.length === 1;
  const what = isOne ? `feature ${which} has` : `features ${which} have`;
  const rest = isTraining ? `: ${isOne ? 'it is' : 'they are'} left unused` : '';
  return `${what} no value in any row of the ${table} table${rest}`;
}

/** Of labels that are all the same, or classes without rows. A loss of the user's may learn from such rows. */
export function labelNotice(
  rows: TrainingRows,
  given: Pick<Columns, 'label'>,
  column: string,
  objective: ObjectiveDefinition,
  parameters: Parameters,
): string | undefined {
  const { labels } = rows;
  if (parameters.objective === 'custom') return undefined;
  if (!objective.needsQueries && labels.every((label) => label === labels[0])) {
    return `label "${column}" is ${given.label[0]} in all ${labels.length} rows of the training table: there is nothing to learn, and the model is a constant`;
  }
  return objective.labelNotice?.(rows, parameters);
}
