/** Orders the rows of queries. */
import type { BinnedDataset, TrainingData, TrainOptions } from '../boosting/index.js';
import type { FeatureRows } from './feature-columns.js';
import {
  type EstimatorParameters,
  GradientBoosting,
  type PredictOptions,
} from './gradient-boosting.js';

const OBJECTIVES = ['lambdarank', 'rank_xendcg', 'custom'] as const;

/** What a {@link GradientBoostingRanker} can minimise. */
export type RankingObjective = (typeof OBJECTIVES)[number];

/**
 * Predicts a score for each row, by which the rows of one query are ordered, the highest first.
 *
 * @example
 * const ranker = new GradientBoostingRanker({ eval_at: [5] });
 * await ranker.fit({ table, label: 'relevance', group: 'query' });
 * const scores = await ranker.predict(documents);
 */
export class GradientBoostingRanker extends GradientBoosting {
  /** @param parameters by LightGBM's names or aliases; the objective is `lambdarank` unless told */
  constructor(parameters: EstimatorParameters<RankingObjective> = {}) {
    super(parameters, 'lambdarank', OBJECTIVES);
  }

  /** @param data its `group` tells the queries. @throws CambiumError as {@link train} */
  async fit(data: TrainingData | BinnedDataset, options: TrainOptions = {}): Promise<this> {
    await this.train(this.parameters, data, options);
    return this;
  }

  /** A score for each row. @throws CambiumError `not-fitted`, `missing-column`, `column-type`, `bad-row` */
  predict(rows: FeatureRows, options: PredictOptions = {}): Promise<Float64Array> {
    return this.score(rows, 'value', options);
  }
}
