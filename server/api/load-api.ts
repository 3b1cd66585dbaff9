/** Makes an API ready to answer: its model, its scorer, its predictor. */
import { readModel } from '../../src/boosting/formats/index.js';
import { featureCategories, type Model } from '../../src/boosting/model/index.js';
import type { PredictorContext } from '../../src/serving/index.js';
import type { ModelFacts } from '../metrics.js';
import { examplePayload, PredictionApi, testRow } from '../prediction/index.js';
import { loadPredictor } from './load-predictor.js';
import type { ServedApi } from './loaded-api.js';
import { openRowScorer } from './row-scorer.js';

export interface ApiParts {
  readonly predictions: PredictionApi;
  readonly model: ModelFacts;
  /** A payload that the API accepts, for people. */
  readonly example: Readonly<Record<string, unknown>>;
  /** The predictor's files; none without a predictor. */
  readonly predictorFiles: readonly string[];
}

function describeModel(model: Model): ModelFacts {
  return {
    objective: model.objective,
    features: model.numFeatures,
    trees: model.trees.length,
  };
}

/**
 * Loads a version of an API, and tries its predictor once against its model.
 * @throws CambiumError for a model or predictor that cannot be used.
 */
export async function loadApi(spec: ServedApi): Promise<ApiParts> {
  const context: PredictorContext = {
    api: spec.name,
    config: spec.config,
    env: spec.env,
    directory: spec.directory,
  };
  const model = await readModel(spec.modelPath);
  const loaded =
    spec.predictorPath === undefined ? undefined : await loadPredictor(spec.predictorPath, context);
  // Without a table's types some models do not tell whose the lists are: their features then are the codes.
  const categories = featureCategories(model);
  if (loaded !== undefined) testRow(model.featureNames, loaded.predictor, context, categories);
  const scorer = await openRowScorer(model);
  const predictions = new PredictionApi({
    featureNames: model.featureNames,
    categories,
    scorer,
    predictor: loaded?.predictor,
    context,
    maxItems: spec.maxItems,
  });
  return {
    predictions,
    model: describeModel(model),
    example:
      loaded === undefined
        ? Object.fromEntries(
            model.featureNames.map((name) => [name, categories?.get(name)?.[0] ?? 0]),
          )
        : examplePayload(loaded.predictor),
    predictorFiles: loaded?.files ?? [],
  };
}
