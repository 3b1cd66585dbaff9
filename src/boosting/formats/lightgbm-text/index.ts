export { featureInfo } from './feature-info.js';
export { lightgbmText } from './format.js';
export { MOST_TEXT_BYTES, parseModel } from './read.js';
export { formatModel, writeModel } from './write.js';
