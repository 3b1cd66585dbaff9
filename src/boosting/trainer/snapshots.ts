/** Saves the model every so many rounds while training goes on. */
import { CambiumError } from '../../errors.js';
import { SerialQueue } from '../../runtime/serial-queue.js';
import { writeModel } from '../formats/index.js';
import type { SnapshotOptions, TrainingProgress } from './options/options.js';

/** Files of the model as it was after some rounds. */
export interface Snapshots {
  /** Told after each round; starts to write where it is time. */
  update(progress: TrainingProgress): void;
  /** Waits until all are written. @throws the first error of writing */
  finish(): Promise<void>;
}

/** @throws CambiumError `invalid-option` */
export function openSnapshots(options: SnapshotOptions | undefined): Snapshots {
  if (options === undefined) return { update() {}, async finish() {} };
  const { every, path } = options;
  if (!(Number.isInteger(every) && every >= 1)) {
    throw new CambiumError(
      'invalid-option',
      `snapshot.every must be a whole number of at least 1, not ${every}`,
    );
  }
  const queue = new SerialQueue();
  let failed: { readonly error: unknown } | undefined;
  return {
    update({ iteration, model }) {
      if (iteration % every !== 0) return;
      const snapshot = model();
      queue
        .run(() => writeModel(snapshot, `${path}.snapshot_iter_${iteration}`))
        .catch((error: unknown) => {
          failed ??= { error };
        });
    },
    async finish() {
      await queue.settled();
      if (failed !== undefined) throw failed.error;
    },
  };
}
