/** Early stopping: whether some metric has not become better for too long. */
import type { Parameters } from '../../parameters/index.js';

interface Best {
  value: number;
  /** Rounds up to the best one. */
  rounds: number;
}

export class EarlyStopping {
  readonly #wait: number;
  readonly #least: number;
  readonly #bests = new Map<string, Best>();

  constructor({ early_stopping_round, early_stopping_min_delta }: Parameters) {
    this.#wait = early_stopping_round;
    this.#least = early_stopping_min_delta;
  }

  /**
   * Tells one number after `rounds` rounds. Gives the rounds to go back to when it has not become better, by
   * more than `early_stopping_min_delta`, for `early_stopping_round` rounds.
   */
  observe(key: string, value: number, higherIsBetter: boolean, rounds: number): number | undefined {
    if (this.#wait <= 0) return undefined;
    const best = this.#bests.get(key);
    const gain = best === undefined ? 0 : higherIsBetter ? value - best.value : best.value - value;
    if (best === undefined || gain > this.#least) {
      this.#bests.set(key, { value, rounds });
      return undefined;
    }
    return rounds - best.rounds >= this.#wait ? best.rounds : undefined;
  }
}
