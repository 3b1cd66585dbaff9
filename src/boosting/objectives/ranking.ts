/** Rankings: labels are how relevant a row is to its query. */
import { CambiumError } from '../../errors.js';
import type { Parameters } from '../parameters/index.js';
import type { ObjectiveDefinition, TrainingRows } from './objective-definition.js';

/** Labels that have a gain where `label_gain` is not given: 2^31 − 1 is the last that LightGBM can hold. */
const LABELS = 31;
/** Most rows of a query of lambdarank's, as in LightGBM. */
const MOST_ROWS = 10_000;

/** The gain of each label: 2^label − 1 if not given. */
function labelGains({ label_gain }: Parameters): Float64Array {
  return label_gain.length > 0
    ? Float64Array.from(label_gain)
    : Float64Array.from({ length: LABELS }, (_, label) => 2 ** label - 1);
}

function gainFault(label: number, p: Parameters): string | undefined {
  const labels = p.label_gain.length || LABELS;
  return Number.isInteger(label) && label >= 0 && label < labels
    ? undefined
    : `a whole number from 0 to ${labels - 1}, one of those that label_gain has a gain for`;
}

function checkQueries({ queries }: TrainingRows): void {
  if (queries === undefined) return;
  for (let query = 0; query + 1 < queries.length; query++) {
    const rows = queries[query + 1]! - queries[query]!;
    if (rows <= MOST_ROWS) continue;
    throw new CambiumError(
      'bad-group',
      `query ${query + 1} of the training table has ${rows} rows: objective=lambdarank expects at most ${MOST_ROWS}`,
    );
  }
}

export const lambdarank: ObjectiveDefinition = {
  text: () => 'lambdarank',
  needsQueries: true,
  labelFault: gainFault,
  checkLabels: checkQueries,
  variables: (_, p) => ({
    sigmoid: p.sigmoid,
    truncationLevel: p.lambdarank_truncation_level,
    lambdarankNorm: p.lambdarank_norm ? 1 : 0,
    labelGains: labelGains(p).length,
    positionBiasRegularization: p.lambdarank_position_bias_regularization,
    positionStep: p.learning_rate,
  }),
  tables: (_, p) => ({ labelGain: labelGains(p) }),
};

export const rankXendcg: ObjectiveDefinition = {
  text: () => 'rank_xendcg',
  needsQueries: true,
  labelFault: (label) =>
    Number.isInteger(label) && label >= 0 && label < LABELS
      ? undefined
      : `a whole number from 0 to ${LABELS - 1}`,
  variables: (_, p) => ({ objectiveSeed: p.objective_seed >>> 0 }),
};
