/** Checks that parameters with a value for each feature fit the features of the table. */
import { CambiumError } from '../../errors.js';
import type { Parameters } from '../parameters/index.js';

const LISTS = [
  'monotone_constraints',
  'feature_contri',
  'cegb_penalty_feature_coupled',
  'cegb_penalty_feature_lazy',
] as const;

/** @throws CambiumError `bad-parameter` when a list has another length than `names`, or names a feature that is not there */
export function checkFeatureLists(parameters: Parameters, names: readonly string[]): void {
  for (const name of LISTS) {
    const { length } = parameters[name];
    if (length === 0 || length === names.length) continue;
    throw new CambiumError(
      'bad-parameter',
      `${name} has ${length} values, but the table has ${names.length} features`,
      { hint: `one value a feature, in the order of the columns: ${names.slice(0, 8).join(', ')}` },
    );
  }
  for (const [index, group] of parameters.interaction_constraints.entries()) {
    const unknown = group.find((feature) => feature >= names.length);
    if (unknown === undefined) continue;
    throw new CambiumError(
      'bad-parameter',
      `interaction_constraints: group ${index} names feature ${unknown}, but the last of the ${names.length} features is number ${names.length - 1}`,
    );
  }
}
