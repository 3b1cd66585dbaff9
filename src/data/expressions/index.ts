/** Features as expressions: one definition for DuckDB and for one row in JavaScript. */
export { atan2, column, Expression, literal } from './expression.js';
export { FeatureSet } from './feature-set.js';
export { bearingDegrees, haversineKilometres } from './geography.js';
export { expressionFromJson } from './json.js';
export type { Kind, Value } from './node.js';
export type { SqlTypes } from './sql.js';
export { type Choice, type Condition, when } from './when.js';
