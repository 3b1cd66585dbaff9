/** How the objective's gradients and hessians are computed and summed. */
import type { ObjectiveDefinition } from '../objectives/index.js';
import type { Parameters } from '../parameters/index.js';
import { Sums } from './layout.js';

export interface SumsChoice {
  /** What places of histograms hold, and what rows carry. */
  readonly sums: number;
  readonly payloads: number;
  /** Whether gradients are computed into memory, rather than fused with the root. */
  readonly gradientsInMemory: boolean;
}

/** Beyond, 32-bit sums of all rows would leave a row's gradient fewer than 11 bits. */
const MOST_PACKED_ROWS = 2 ** 21;

/**
 * Fused with the root where that is known how: for squared error and log loss without weights, as long as
 * scores change by each round's tree alone, no row is chosen by its gradient, and no leaf is fitted to them.
 */
export function chooseSums(
  objective: ObjectiveDefinition,
  parameters: Parameters,
  hasWeights: boolean,
  rows: number,
): SumsChoice {
  const oneSide = parameters.data_sample_strategy === 'goss';
  const constant = objective.constantHessian === true && !hasWeights && !oneSide;
  const fused =
    objective.fused === true &&
    !hasWeights &&
    !oneSide &&
    !parameters.linear_tree &&
    parameters.boosting === 'gbdt';
  if (constant) {
    return { sums: Sums.counted, payloads: Sums.counted, gradientsInMemory: !fused };
  }
  return {
    sums: fused && rows <= MOST_PACKED_ROWS ? Sums.packed : Sums.wide,
    payloads: fused ? Sums.packed : Sums.wide,
    gradientsInMemory: !fused,
  };
}
