export type { RowScorer } from './prediction-api.js';
export { PredictionApi, type PredictionApiOptions } from './prediction-api.js';
export { RequestError } from './request-error.js';
export { FeatureRowReader, PredictorFault, PredictorRowReader, type RowReader } from './rows.js';
export { examplePayload, testRow } from './test-row.js';
