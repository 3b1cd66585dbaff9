// The bias of positions (Hu et al., Unbiased LambdaMART, 2019, as LightGBM has it): what a row's place on the page
// adds to its score when labels are clicks. Learnt by a Newton step after each round's gradients.
//
// | bytes of a position | what                                                              |
// |---------------------|-------------------------------------------------------------------|
// | 8                   | sum of the rows' gradients in this round, 64-bit float            |
// | 8                   | sum of their hessians, 64-bit float                               |
// | 4                   | bias, 32-bit float                                                |
// | 4                   | number of rows                                                    |
import { gradients, hessians, rows, scores } from '../context';
import { isInBag } from './ranking-tables';
import {
  positionBiasRegularization, positionCount, positionStep, positionTable, positions, workOf,
} from './settings';

const ENTRY: usize = 24;
const HESSIAN: usize = 8;
const BIAS: usize = 16;
const COUNT: usize = 20;
/** Keeps steps finite where hessians are 0. */
const LEAST_BEND: f64 = 0.001;

export function positionTableBytes(ofPositions: u32): usize { return <usize>ofPositions * ENTRY; }

@inline function entryOf(row: u32): usize {
  return positionTable + <usize>load<u32>(positions + (<usize>row << 2)) * ENTRY;
}

/**
 * Scores of a query's rows with the bias of their positions, written behind the two orders in the query's
 * workspace. Gives the address that row 0 would have, as `scores` is.
 */
export function biasedScores(start: u32, count: u32): usize {
  const place = workOf(start) + (<usize>count << 3);
  for (let row = start; row < start + count; row++) {
    const score = load<f64>(scores + (<usize>row << 3)) + <f64>load<f32>(entryOf(row), BIAS);
    store<f64>(place + (<usize>(row - start) << 3), score);
  }
  return place - (<usize>start << 3);
}

/** Learns from the gradients in place. By one thread, in the order of the rows, when all are there. */
export function learnPositions(): void {
  for (let position: u32 = 0; position < positionCount; position++) {
    const entry = positionTable + <usize>position * ENTRY;
    store<f64>(entry, 0);
    store<f64>(entry, 0, HESSIAN);
    store<u32>(entry, 0, COUNT);
  }
  for (let row: u32 = 0; row < rows; row++) {
    if (!isInBag(row)) continue;
    const entry = entryOf(row);
    store<f64>(entry, load<f64>(entry) + <f64>load<f32>(gradients + (<usize>row << 2)));
    store<f64>(entry, load<f64>(entry, HESSIAN) + <f64>load<f32>(hessians + (<usize>row << 2)), HESSIAN);
    store<u32>(entry, load<u32>(entry, COUNT) + 1, COUNT);
  }
  for (let position: u32 = 0; position < positionCount; position++) step(positionTable + <usize>position * ENTRY);
}

function step(entry: usize): void {
  const bias = <f64>load<f32>(entry, BIAS);
  const penalty = positionBiasRegularization * <f64>load<u32>(entry, COUNT);
  const slope = -load<f64>(entry) - bias * penalty;
  const bend = -load<f64>(entry, HESSIAN) - penalty;
  store<f32>(entry, <f32>(bias + positionStep * slope / (abs(bend) + LEAST_BEND)), BIAS);
}
