/** Parameters of what is measured. */

import { doubles, int, ints } from '../define.js';
import type { MetricName } from '../metric-name.js';
import { metricWords } from '../metric-words.js';

/** What a metric may be called. */
export type MetricWord = keyof typeof metricWords;

export const metricParameters = {
  metric: {
    type: 'enums',
    default: [] as readonly MetricName[],
    doc: "What is measured on validation rows; the objective's own metric if not given.",
    aliases: ['metrics', 'metric_types'],
    words: metricWords,
  },
  eval_at: ints('Places of a ranking that ndcg and map look at; 1,2,3,4,5 if not given.', {
    aliases: ['ndcg_eval_at', 'ndcg_at', 'map_eval_at', 'map_at'],
    least: 1,
  }),
  multi_error_top_k: int(
    1,
    'A row counts as right if its class is among so many best (multi_error).',
    {
      least: 1,
    },
  ),
  auc_mu_weights: doubles(
    'Costs of mistaking class i for class j, row by row of the matrix, for auc_mu; all equal if not given.',
  ),
} as const;
