export { modelParameters } from './model-parameters.js';
export type { ObjectiveName, Parameters } from './parameters.js';
export type { ParameterInput, ParameterRecord, ParameterValue } from './record.js';
export { derivedSeeds, parameterName, parameterNames, resolveParameters } from './resolve.js';
export { supported as parameterTable } from './supported.js';
