export { modelParameters } from './model-parameters.js';
export {
  type ParameterScope,
  parameterName,
  parameterNames,
  parameterRecord,
  parameterScope,
} from './names.js';
export type { Parameters } from './parameters.js';
export type {
  ColumnReference,
  ParameterInput,
  ParameterRecord,
  ParameterValue,
} from './record.js';
export { refuseUnfollowed } from './refuse-unfollowed.js';
export { resolveParameters } from './resolve.js';
export { derivedSeeds } from './seeds.js';
export {
  type BoostingName,
  commandParameters as commandParameterTable,
  ineffectiveParameters as ineffectiveParameterTable,
  type MonotoneMethod,
  type ObjectiveName,
  type SampleStrategy,
  type TaskName,
  topics as parameterTopics,
  trainingParameters as parameterTable,
} from './table/index.js';
