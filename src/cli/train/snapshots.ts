/** Saves the model every so many rounds while training goes on. */
import { type TrainingProgress, writeModel } from '../../boosting/index.js';

/** Files of the model as it was after some rounds. */
export interface Snapshots {
  /** Told after each round; starts to write where it is time. */
  update(progress: TrainingProgress): void;
  /** Waits until all are written. @throws the first error of writing */
  finish(): Promise<void>;
}

/**
 * Writes `OUTPUT.snapshot_iter_N` after every `frequency` rounds, as LightGBM's command line does.
 * @param frequency rounds from one to the next; 0 for none
 */
export function openSnapshots(output: string, frequency: number): Snapshots {
  let writing: Promise<unknown> = Promise.resolve();
  let failed: { readonly error: unknown } | undefined;
  return {
    update({ iteration, model }) {
      if (frequency === 0 || iteration % frequency !== 0) return;
      const snapshot = model();
      writing = writing
        .then(() => writeModel(snapshot, `${output}.snapshot_iter_${iteration}`))
        .catch((error: unknown) => {
          failed ??= { error };
        });
    },
    async finish() {
      await writing;
      if (failed !== undefined) throw failed.error;
    },
  };
}
