/** Parameters of the choice of rows and features. */
import { bool, double, int, word } from '../define.js';

/** How the rows of a tree are chosen. */
export type SampleStrategy = 'bagging' | 'goss';

const share = (doc: string, ...aliases: string[]) => double(1, doc, { above: 0, most: 1, aliases });

export const samplingParameters = {
  data_sample_strategy: word<SampleStrategy>(
    'bagging',
    { bagging: 'bagging', goss: 'goss' },
    'Which rows a tree is built from: bagging, a random share; goss, those of large gradients and some of the rest.',
  ),
  bagging_fraction: share(
    'The share of rows that a tree is built from; needs bagging_freq.',
    ...['sub_row', 'subsample', 'bagging'],
  ),
  pos_bagging_fraction: share(
    'The share of the rows of class 1 (binary); with neg_bagging_fraction, in place of bagging_fraction.',
    ...['pos_sub_row', 'pos_subsample', 'pos_bagging'],
  ),
  neg_bagging_fraction: share(
    'The share of the rows of class 0 (binary); with pos_bagging_fraction, in place of bagging_fraction.',
    ...['neg_sub_row', 'neg_subsample', 'neg_bagging'],
  ),
  bagging_freq: int(0, 'Rows are chosen anew every so many rounds; 0: no bagging.', {
    aliases: ['subsample_freq'],
  }),
  bagging_seed: int(3, 'Seed of the choice of rows.', { aliases: ['bagging_fraction_seed'] }),
  bagging_by_query: bool(false, 'Chooses whole queries instead of rows.'),
  feature_fraction: share(
    'The share of features that a tree is built from.',
    ...['sub_feature', 'colsample_bytree'],
  ),
  feature_fraction_bynode: share(
    "The share of the tree's features that a node is split by.",
    ...['sub_feature_bynode', 'colsample_bynode'],
  ),
  feature_fraction_seed: int(2, 'Seed of the choice of features.'),
  top_rate: double(0.2, 'The share of rows, of the largest gradients, that are all kept (goss).', {
    least: 0,
    most: 1,
  }),
  other_rate: double(0.1, 'The share of rows that are drawn from the others (goss).', {
    least: 0,
    most: 1,
  }),
} as const;
