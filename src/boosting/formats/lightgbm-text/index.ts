export { featureInfo } from './feature-info.js';
export { fieldName } from './field-name.js';

export { formatDouble } from './number-text.js';
export { parseModel, readModel } from './read.js';
export { formatModel, writeModel } from './write.js';
