export { featureInfo } from './feature-info.js';
export { MOST_TEXT_BYTES, parseModel, readModel } from './read.js';
export { formatModel, writeModel } from './write.js';
