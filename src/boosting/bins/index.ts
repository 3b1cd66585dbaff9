export { type BinMapper, type BinnedFeature, valueToBin } from './bin-mapper.js';
export { type BinOptions, findBin, minSplitData } from './find-bin.js';
export { findCategories } from './find-categories.js';
export { ZERO_THRESHOLD } from './greedy-bounds.js';
export { MissingType } from './missing-type.js';
export { sampleRows, takeRows } from './sample-rows.js';
