export type { RowScorer } from './prediction-api.js';
export { PredictionApi } from './prediction-api.js';
export { RequestError } from './request-error.js';
export { PredictorFault } from './rows.js';
export { examplePayload, testRow } from './test-row.js';
