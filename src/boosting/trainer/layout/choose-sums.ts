/** How the objective's gradients and hessians are computed and summed. */
import type { ObjectiveDefinition } from '../../objectives/index.js';
import type { Parameters } from '../../parameters/index.js';
import { Sums } from './shape.js';

export interface SumsChoice {
  /** What places of histograms hold, and what rows carry. */
  readonly sums: number;
  readonly payloads: number;
  /** Whether gradients are computed into memory, rather than fused with the root. */
  readonly gradientsInMemory: boolean;
}

/** Beyond, 32-bit sums of all rows would leave a row's gradient fewer than 11 bits. */
const MOST_PACKED_ROWS = 2 ** 21;

/** Tables of no more rows are small: trees that full precision grows cost little there. */
const MOST_SMALL_ROWS = 2 ** 14;
/** Small ones have no larger histograms; those of full precision are twice as large. */
const MOST_SMALL_BYTES = 2 ** 27;
/** From here on the largest of 24-bit gradients leaves the usual ones too few digits. */
const FAR = 64;

/** Whether rows, features and leaves are so few that full precision costs next to nothing. */
function isSmall(rows: number, features: number, { num_leaves }: Parameters): boolean {
  return rows <= MOST_SMALL_ROWS && features * num_leaves * 4096 <= MOST_SMALL_BYTES;
}

/** Whether some labels lie so far from the others that 24 bits for all gradients tell the others apart too roughly. */
function hasFarLabels(labels: Float32Array): boolean {
  const sum = labels.reduce((all, label) => all + label, 0);
  const mean = sum / labels.length;
  let largest = 0;
  let distances = 0;
  for (let row = 0; row < labels.length; row++) {
    const distance = Math.abs(labels[row]! - mean);
    distances += distance;
    largest = Math.max(largest, distance);
  }
  return largest * labels.length > FAR * distances;
}

const WIDE: SumsChoice = { sums: Sums.wide, payloads: Sums.wide, gradientsInMemory: true };

/**
 * Small tables have gradients and hessians of 32 bits and the sums of those wherever fewer bits might choose other
 * splits: for log loss, and for squared error of labels of very different sizes. In large ones roundings even out.
 * Fused with the root where that is known how: for squared error and log loss without weights, as long as
 * scores change by each round's tree alone, no row is chosen by its gradient, and no leaf is fitted to them.
 * @param labels those of the training rows
 */
export function chooseSums(
  objective: ObjectiveDefinition,
  parameters: Parameters,
  hasWeights: boolean,
  labels: Float32Array,
  features: number,
): SumsChoice {
  const oneSide = parameters.data_sample_strategy === 'goss';
  const constant = objective.constantHessian === true && !hasWeights && !oneSide;
  const fused =
    objective.fused === true &&
    !hasWeights &&
    !oneSide &&
    !parameters.linear_tree &&
    parameters.boosting === 'gbdt';
  const isRough = constant ? objective.fused === true && hasFarLabels(labels) : fused;
  if (isRough && isSmall(labels.length, features, parameters)) return WIDE;
  if (constant) {
    return { sums: Sums.counted, payloads: Sums.counted, gradientsInMemory: !fused };
  }
  if (!fused) return WIDE;
  return {
    sums: labels.length <= MOST_PACKED_ROWS ? Sums.packed : Sums.wide,
    payloads: Sums.packed,
    gradientsInMemory: false,
  };
}
