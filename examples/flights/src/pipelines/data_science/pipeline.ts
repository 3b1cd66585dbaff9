/** Data science: from features to a model, its metrics and what it relies on. */
import { node, type Pipeline, pipeline } from 'cambium';
import { evaluateModel, reportImportance, splitFlights, trainModel } from './nodes.js';

export function createPipeline(): Pipeline {
  return pipeline([
    node(
      splitFlights,
      ['flight_features', 'params:split'],
      { train: 'train', test: 'test' },
      { name: 'split_flights' },
    ),
    node(trainModel, ['train', 'params:train'], 'late_flight_model', { name: 'train_model' }),
    node(evaluateModel, ['late_flight_model', 'train', 'test'], 'metrics', {
      name: 'evaluate_model',
    }),
    node(reportImportance, 'late_flight_model', 'importance', { name: 'report_importance' }),
  ]);
}
