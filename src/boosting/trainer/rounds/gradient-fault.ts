/** A gradient or hessian that is no finite number ends a training: where it was met, and the error that says so. */
import { CambiumError } from '../../../errors.js';
import type { ObjectiveDefinition, TrainingRows } from '../../objectives/index.js';
import type { Parameters } from '../../parameters/index.js';

/** What the leading thread tells of the first such number. */
export interface GradientFault {
  readonly what: 'gradient' | 'hessian';
  readonly value: number;
  /** Counted from 0, as the row and the class. */
  readonly round: number;
  readonly row: number;
  readonly ofClass: number;
  /** The row's raw score before the round. */
  readonly score: number;
  /** Whether no tree has been grown before. */
  readonly isFirst: boolean;
}

/** Ends the rounds in the leading thread. */
export class UnfitGradient extends Error {
  readonly fault: GradientFault;

  constructor(fault: GradientFault) {
    super(`a ${fault.what} in round ${fault.round + 1} is ${fault.value}`);
    this.fault = fault;
  }
}

/** Where the first number of a class that is not finite lies, or -1. */
export function firstUnfitRow(values: Float32Array, rows: number, ofClass: number): number {
  return values
    .subarray(ofClass * rows, (ofClass + 1) * rows)
    .findIndex((value) => !Number.isFinite(value));
}

/** Scores whose exponentials pass the largest 32-bit float. */
const MOST_EXPONENT = 88;

const short = (value: number) => String(Number(value.toPrecision(6)));

/** The error `infinite-gradient`, with its likely cause and the way out. */
export function gradientError(
  fault: GradientFault,
  { labels, weights }: TrainingRows,
  objective: ObjectiveDefinition,
  parameters: Parameters,
  hasInitScore: boolean,
): CambiumError {
  const { what, value, round, row, ofClass, score } = fault;
  const of = (objective.classes?.(parameters) ?? 1) > 1 ? `, class ${ofClass}` : '';
  const size = Number.isNaN(value) ? 'not a number' : 'infinite';
  const weight = weights === undefined ? '' : `, weight ${short(weights[row]!)}`;
  const { cause, hint } = reasonOf(fault, objective, parameters, hasInitScore);
  return new CambiumError(
    'infinite-gradient',
    `objective=${parameters.objective}: the ${what} of row ${row + 1} of the training table${of} is ${size} in round ${round + 1}, where its label is ${short(labels[row]!)}${weight}, and its score ${short(score)}: ${cause}`,
    { hint },
  );
}

function reasonOf(
  { score, isFirst }: GradientFault,
  { exponential }: ObjectiveDefinition,
  parameters: Parameters,
  hasInitScore: boolean,
): { readonly cause: string; readonly hint: string } {
  const isFar = exponential !== undefined && Math.abs(score) > MOST_EXPONENT / 2;
  if (isFirst && isFar && hasInitScore) {
    return {
      cause: `the score is ${exponential}, and the initial score is beyond what its exponential can hold`,
      hint: 'give initial scores on the scale of raw scores, which are logarithms',
    };
  }
  if (!isFirst && (isFar || parameters.learning_rate > 1)) {
    return {
      cause:
        exponential === undefined
          ? 'each tree has overshot more than the one before'
          : `the score is ${exponential}, and the trees before have moved it too far`,
      hint: smallerSteps(parameters),
    };
  }
  return {
    cause: 'gradients are kept as 32-bit floats, of at most 3.4e38 in size',
    hint: 'scale labels or weights down',
  };
}

/** What makes the steps of the trees smaller, by what the parameters are. */
function smallerSteps(parameters: Parameters): string {
  const { learning_rate, max_delta_step, min_data_in_leaf, min_sum_hessian_in_leaf } = parameters;
  const bound =
    max_delta_step > 0
      ? `lower max_delta_step (now ${max_delta_step})`
      : 'bound the leaves with max_delta_step (0.7, for one)';
  const leaves = `raise min_data_in_leaf (now ${min_data_in_leaf}) or min_sum_hessian_in_leaf (now ${min_sum_hessian_in_leaf})`;
  const rate = `lower learning_rate (now ${learning_rate})`;
  return learning_rate > 1 ? `${rate}, or ${bound}` : `${bound}, ${leaves}, or ${rate}`;
}
