/** Orders the rows of queries. */
import {
  type BinnedDataset,
  createMetric,
  type NumberList,
  resolveParameters,
} from '../boosting/index.js';
import { CambiumError, checkNames } from '../errors.js';
import type { FeatureRows } from '../scoring/index.js';
import type { EstimatorKind, EstimatorParameters } from './estimator-parameters.js';
import {
  type FitArguments,
  type FitData,
  type FitOptions,
  readFitArguments,
} from './fit-arguments.js';
import { GradientBoosting } from './gradient-boosting.js';
import { queryStarts, rowNumbers, rowWeights } from './label-rows.js';
import {
  kindOf,
  type PredictOptions,
  ROUND_OPTIONS,
  type RoundOptions,
  roundsOf,
} from './predict-options.js';

const OBJECTIVES = ['lambdarank', 'rank_xendcg', 'custom'] as const;

const KIND: EstimatorKind = { standard: 'lambdarank', objectives: OBJECTIVES };

/** What a {@link GradientBoostingRanker} can minimise. */
export type RankingObjective = (typeof OBJECTIVES)[number];

/** A column's name, or a number a row. */
type Labels = string | NumberList;

/** How rankings are measured. */
export interface RankerScoreOptions extends RoundOptions {
  /** The rows of each query: a column whose equal values stand together, or the number of rows of each. */
  readonly group: Labels;
  /** Counts the best rows of each query alone; default: all rows. */
  readonly at?: number;
  /** A number a row: a column's name, or numbers. */
  readonly sampleWeight?: Labels;
}

/**
 * Predicts a score for each row, by which the rows of one query are ordered, the highest first; as LightGBM's
 * `LGBMRanker`.
 *
 * @example
 * const ranker = new GradientBoostingRanker({ eval_at: [5] });
 * await ranker.fit(documents, relevance, { group: documentsOfQueries });
 * const scores = await ranker.predict(newDocuments);
 */
export class GradientBoostingRanker extends GradientBoosting {
  /** @param parameters by LightGBM's names or aliases; default: the objective is `lambdarank` */
  constructor(parameters: EstimatorParameters<RankingObjective> = {}) {
    super(parameters, KIND);
  }

  /** An estimator that `save` has written. @throws CambiumError `missing-file`, `bad-estimator` */
  static load(path: string): Promise<GradientBoostingRanker> {
    return GradientBoosting.loadAs(GradientBoostingRanker, path);
  }

  /**
   * Fits a model to rows and their relevance, a whole number from 0 each; the option `group` tells the queries.
   * @throws CambiumError as {@link train}; `missing-label`, `invalid-option`
   */
  fit(rows: FeatureRows, labels: Labels, options: FitOptions<Labels>): Promise<this>;
  /** Fits a model to a table that says which of its columns are what; its `group` tells the queries. */
  fit(data: FitData<Labels> | BinnedDataset, options?: FitOptions<Labels>): Promise<this>;
  async fit(...args: FitArguments<Labels>): Promise<this> {
    const { data, valid, options, parametersFrom } = readFitArguments(args);
    await this.train(parametersFrom(this.parameters), data, { ...options, valid });
    return this;
  }

  /** A score for each row. @throws CambiumError `not-fitted`, `missing-column`, `column-type`, `bad-row` */
  async predict(rows: FeatureRows, options: PredictOptions = {}): Promise<Float64Array> {
    return this.predictKind(rows, kindOf(options), options);
  }

  /**
   * The mean NDCG of the queries, by LightGBM's definition with the parameter `label_gain`: 1 at best. (scikit-learn
   * has no score of rankers.)
   * @throws CambiumError as {@link predict}; `missing-group`, `bad-group`, `bad-length`, `bad-label`, `bad-weight`
   */
  async score(rows: FeatureRows, labels: Labels, options: RankerScoreOptions): Promise<number> {
    const { group, at, sampleWeight } = options ?? {};
    if (group === undefined) {
      throw new CambiumError('missing-group', 'score of rankings needs the queries of the rows', {
        hint: 'score(rows, labels, { group })',
      });
    }
    checkNames('option of score', options, {
      ...ROUND_OPTIONS,
      sampleWeight: true,
      group: true,
      at: true,
    });
    const predictions = await this.predict(rows, roundsOf(options));
    const { length } = predictions;
    const queries = queryStarts(rows, group, length);
    const longest = queries.reduce(
      (most, start, query) => Math.max(most, start - (queries[query - 1] ?? 0)),
      1,
    );
    const { label_gain } = resolveParameters(this.parameters, () => {});
    const metric = createMetric('ndcg', { eval_at: [at ?? longest], label_gain });
    return metric.evaluate(predictions, {
      labels: rowNumbers(rows, labels, length, 'label'),
      weights: rowWeights(rows, sampleWeight, length),
      queries,
    })[0];
  }
}
