/** Parameters that forbid splits, favour them, or force them. */
import { double, doubles, ints, text, word } from '../define.js';

/** How the bounds of monotone leaves are kept. */
export type MonotoneMethod = 'basic' | 'intermediate' | 'advanced';

export const constraintParameters = {
  monotone_constraints: ints(
    'For each feature 1: predictions rise with it, -1: they fall, 0: free.',
    { aliases: ['mc', 'monotone_constraint', 'monotonic_cst'], least: -1, most: 1 },
  ),
  monotone_constraints_method: word<MonotoneMethod>(
    'basic',
    { basic: 'basic', intermediate: 'intermediate', advanced: 'advanced' },
    'How closely the bounds of monotone leaves follow: from basic to advanced slower and better.',
    ...['monotone_constraining_method', 'mc_method'],
  ),
  monotone_penalty: double(
    0,
    'Forbids monotone splits on so many levels from the root, and makes them dearer below.',
    { aliases: ['monotone_splits_penalty', 'ms_penalty', 'mc_penalty'], least: 0 },
  ),
  interaction_constraints: {
    type: 'groups',
    default: [] as readonly (readonly number[])[],
    doc: 'Groups of features that may meet in one branch, e.g. [0,1,2],[2,3]; all may if not given.',
    least: 0,
  },
  feature_contri: doubles('Factor on the gain of each feature; below 0 counts as 0.', {
    aliases: ['feature_contrib', 'fc', 'fp', 'feature_penalty'],
  }),
  forcedsplits_filename: text(
    '',
    'A JSON file of splits that begin every tree.',
    ...['fs', 'forced_splits_filename', 'forced_splits_file', 'forced_splits'],
  ),
} as const;
