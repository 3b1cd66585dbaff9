/** Which round early stopping goes back to. */
import type { RoundReport } from './evaluation.js';

/** Number, from 1, of the first round with the best value of an evaluation. */
function bestRound(
  reports: readonly RoundReport[],
  index: number,
  higherIsBetter: boolean,
): number {
  let best = 0;
  for (let round = 1; round < reports.length; round++) {
    const value = reports[round]?.evaluations[index]?.value ?? Number.NaN;
    const known = reports[best]?.evaluations[index]?.value ?? Number.NaN;
    if (higherIsBetter ? value > known : value < known) best = round;
  }
  return best + 1;
}

/**
 * Rounds to keep: those up to the best one, when some metric of a validation set has not improved
 * for `wait` rounds; else all.
 * @param skipped evaluations of each round that early stopping does not look at: the training set's
 */
export function bestIteration(
  reports: readonly RoundReport[],
  wait: number,
  skipped: number,
): number {
  if (wait <= 0) return reports.length;
  const last = reports.at(-1)?.evaluations ?? [];
  for (let index = skipped; index < last.length; index++) {
    const best = bestRound(reports, index, last[index]?.higherIsBetter ?? false);
    if (reports.length - best >= wait) return best;
  }
  return reports.length;
}
