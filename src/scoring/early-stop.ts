/** Prediction early stop: rows whose raw score is clear after some rounds skip the rest (LightGBM's `pred_early_stop`). */
import { type Model, parseObjective } from '../boosting/model/index.js';
import { CambiumError } from '../errors.js';

/** When a row stops; scores of stopped rows are those of the rounds until then. */
export interface EarlyStop {
  /** Rounds between two looks at the margin; default: 10. */
  readonly freq?: number | undefined;
  /** A row stops when its margin is above this: twice the raw score's size, or the first class's lead over the second. 10 unless told. */
  readonly margin?: number | undefined;
}

/** An {@link EarlyStop} with its defaults filled in. */
export interface StopRule {
  readonly freq: number;
  readonly margin: number;
}

/** Objectives whose values need not be exact: those where the order or the side of a score is what counts. */
const STOPPING = ['binary', 'multiclass', 'multiclassova', 'lambdarank', 'rank_xendcg'];
const MOST_ROUNDS = 2 ** 31 - 1;

/** Whether prediction early stop is of use to a model; others need all their trees. */
export function stopsEarly({ averageOutput, objective }: Model): boolean {
  return !averageOutput && STOPPING.includes(parseObjective(objective).name);
}

/** @throws CambiumError `invalid-option` for numbers out of range and for models that need all their trees. */
export function checkEarlyStop(model: Model, { freq = 10, margin = 10 }: EarlyStop): StopRule {
  if (!Number.isInteger(freq) || freq < 1 || freq > MOST_ROUNDS) {
    throw new CambiumError(
      'invalid-option',
      `pred_early_stop_freq must be a whole number, 1 to ${MOST_ROUNDS}, not ${freq}`,
    );
  }
  if (!(margin >= 0)) {
    throw new CambiumError(
      'invalid-option',
      `pred_early_stop_margin must be a number, at least 0, not ${margin}`,
    );
  }
  if (!stopsEarly(model)) {
    const { name } = parseObjective(model.objective);
    const what = model.averageOutput ? 'a random forest' : `the objective "${name || 'unknown'}"`;
    throw new CambiumError(
      'invalid-option',
      `prediction early stop is of no use to ${what}, which needs all its trees`,
      { hint: `it works for ${STOPPING.join(', ')}` },
    );
  }
  // Beyond the rounds of a model it is the same, and fits 32 bits when multiplied by the classes.
  return { freq: Math.min(freq, model.numIterations + 1), margin };
}
