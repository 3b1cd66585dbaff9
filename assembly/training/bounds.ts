// Bounds of the outputs of a split's sides, from monotone constraints: those of the threshold in hand, and those
// of the best so far.
import { mostBins, scanScratch } from './context';
import { clamp } from './gain';
import { Leaf } from './leaf';

export let leftLowest: f64 = -Infinity;
export let leftHighest: f64 = Infinity;
export let rightLowest: f64 = -Infinity;
export let rightHighest: f64 = Infinity;

let bestLeftLowest: f64 = -Infinity;
let bestLeftHighest: f64 = Infinity;
let bestRightLowest: f64 = -Infinity;
let bestRightHighest: f64 = Infinity;

/** A 64-bit float a bin each, for the feature in hand: bounds of the left side up to a bin, of the right side from a bin on. */
@inline export function leftLowestAt(bin: u32): usize { return scanScratch() + (<usize>bin << 3); }
@inline export function leftHighestAt(bin: u32): usize { return scanScratch() + (<usize>(mostBins + bin) << 3); }
@inline export function rightLowestAt(bin: u32): usize { return scanScratch() + (<usize>(2 * mostBins + bin) << 3); }
@inline export function rightHighestAt(bin: u32): usize { return scanScratch() + (<usize>(3 * mostBins + bin) << 3); }

/** Both sides have the leaf's bounds, whatever the threshold. */
export function takeLeafBounds(leaf: Leaf): void {
  leftLowest = leaf.lowest;
  leftHighest = leaf.highest;
  rightLowest = leaf.lowest;
  rightHighest = leaf.highest;
}

/** Takes the bounds of bins up to `left` for the left side, of bins from `right` on for the right side. */
export function takeBounds(left: u32, right: u32): void {
  leftLowest = load<f64>(leftLowestAt(left));
  leftHighest = load<f64>(leftHighestAt(left));
  rightLowest = load<f64>(rightLowestAt(right));
  rightHighest = load<f64>(rightHighestAt(right));
}

/** Whether there is any output within the bounds. */
export function boundsFit(): bool { return leftLowest <= leftHighest && rightLowest <= rightHighest; }

/** The bounds in hand are those of the best split. */
export function keepBounds(): void {
  bestLeftLowest = leftLowest;
  bestLeftHighest = leftHighest;
  bestRightLowest = rightLowest;
  bestRightHighest = rightHighest;
}

/** Outputs of the best split's sides, kept within its bounds. */
export function boundLeft(output: f64): f64 { return clamp(output, bestLeftLowest, bestLeftHighest); }
export function boundRight(output: f64): f64 { return clamp(output, bestRightLowest, bestRightHighest); }
