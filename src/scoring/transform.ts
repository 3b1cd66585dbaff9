/** The step from raw scores to values, in a form that can be handed to a worker thread. */
import { type Model, objectiveTransform, parseObjective } from '../boosting/model/index.js';

/** Turns raw scores into values in place, whole rows at a time; undefined where they are the same. */
export type Transform = ((scores: Float64Array) => void) | undefined;

/** What of a model its transform depends on. */
export interface TransformOptions {
  readonly objective: string;
  /** Numbers that a row has. */
  readonly numClass: number;
  /** What sums are divided by before: a random forest's value comes from the mean of its rounds. */
  readonly divisor: number;
}

export function transformOptions(model: Model): TransformOptions {
  return {
    objective: model.objective,
    numClass: model.numTreePerIteration,
    divisor: model.averageOutput ? model.numIterations : 1,
  };
}

/** @throws CambiumError `unknown-objective`, `bad-objective` */
export function transformOf({ objective, numClass, divisor }: TransformOptions): Transform {
  const parsed = parseObjective(objective);
  const after = parsed.transform === 'identity' ? undefined : objectiveTransform(parsed, numClass);
  if (divisor === 1) return after;
  return (scores) => {
    for (let i = 0; i < scores.length; i++) scores[i] = scores[i]! / divisor;
    after?.(scores);
  };
}
