/** How a model file describes the values of a feature. */
import type { BinMapper } from '../../bins/bin-mapper.js';
import { formatDouble } from '../../numeric/number-text.js';

/** `[min:max]` of the sampled values, the categories by bin, or `none` for a feature that no tree can use. */
export function featureInfo(mapper: BinMapper): string {
  if (mapper.isTrivial) return 'none';
  if (mapper.categories !== undefined) return mapper.categories.join(':');
  return `[${formatDouble(mapper.minValue)}:${formatDouble(mapper.maxValue)}]`;
}
