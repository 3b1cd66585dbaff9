/** Data science: from features to a model, its metrics and what it relies on. */
import { node, type Pipeline, pipeline } from 'cambium';
import { evaluateModel, reportImportance, splitTrips, trainModel } from './nodes.js';

export function createPipeline(): Pipeline {
  return pipeline([
    node(
      splitTrips,
      ['trip_features', 'params:split'],
      { train: 'train', test: 'test' },
      { name: 'split_trips' },
    ),
    node(trainModel, ['train', 'params:train'], 'trip_duration_model', { name: 'train_model' }),
    node(evaluateModel, ['trip_duration_model', 'train', 'test'], 'metrics', {
      name: 'evaluate_model',
    }),
    node(reportImportance, 'trip_duration_model', 'importance', { name: 'report_importance' }),
  ]);
}
