/** What metrics are computed from: raw scores, and the objective's output of them. */
import { objectiveTransform, parseObjective } from '../../model/objective.js';

/** Makes values of raw scores, class by class, in place. */
export type Transform = (scores: Float64Array) => void;

/** @param text the objective as the model file names it */
export function classwiseTransform(text: string, classes: number): Transform {
  const objective = parseObjective(text);
  if (objective.transform === 'softmax') return (scores) => softmax(scores, classes);
  return objectiveTransform(objective, 1);
}

function softmax(scores: Float64Array, classes: number): void {
  const rows = scores.length / classes;
  for (let row = 0; row < rows; row++) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let at = row; at < scores.length; at += rows) highest = Math.max(highest, scores[at]!);
    let sum = 0;
    for (let at = row; at < scores.length; at += rows) {
      const power = Math.exp(scores[at]! - highest);
      scores[at] = power;
      sum += power;
    }
    for (let at = row; at < scores.length; at += rows) scores[at]! /= sum;
  }
}
