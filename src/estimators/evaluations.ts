/** The metrics of a training by table and metric, as LightGBM's scikit-learn classes tell them. */
import type { Evaluation } from '../boosting/index.js';

/** Numbers, one a round, by table and metric. */
export type EvalsResult = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;

/** A number by table and metric. */
export type BestScore = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Round after round. */
export function evalsResult(evaluations: readonly (readonly Evaluation[])[]): EvalsResult {
  const result: Record<string, Record<string, number[]>> = {};
  for (const round of evaluations) {
    for (const { dataset, metric, value } of round) {
      result[dataset] ??= {};
      result[dataset][metric] ??= [];
      result[dataset][metric].push(value);
    }
  }
  return result;
}

/** After one round. */
export function scoresAfter(round: readonly Evaluation[]): BestScore {
  const result: Record<string, Record<string, number>> = {};
  for (const { dataset, metric, value } of round) {
    result[dataset] ??= {};
    result[dataset][metric] = value;
  }
  return result;
}
