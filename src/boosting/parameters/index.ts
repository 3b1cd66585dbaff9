export { categoricalFeatures, checkFeatureParameters } from './check-features.js';
export type { MetricName } from './metric-name.js';
export { modelParameters } from './model-parameters.js';
export {
  parameterName,
  parameterNames,
  parameterRecord,
  parameterScope,
  spellingsOf,
} from './names.js';
export { describeRange } from './number-value.js';
export type { ParameterInput, Parameters } from './parameters.js';
export { parseValue } from './parse-value.js';
export type {
  LooseParameterInput,
  ParameterRecord,
  ParameterValue,
} from './record.js';
export { resolveParameters } from './resolve.js';
export { derivedSeeds } from './seeds.js';
export {
  commandParameters as commandParameterTable,
  ineffectiveParameters as ineffectiveParameterTable,
  type ObjectiveName,
  type TableValues,
  trainingParameters as parameterTable,
  trainingTopics as parameterTopics,
} from './table/index.js';
