/** What `cambium score` does. */
export { runScoring } from './run-scoring.js';
