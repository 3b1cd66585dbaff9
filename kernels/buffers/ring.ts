/** A ring of slots taken in turn, so that upload, compute and copy of successive batches overlap. */

/**
 * Runs `count` batches over the slots of a ring: batch `i` starts on slot `i % slots.length` as soon
 * as the batch before it on that slot has finished. `start` submits a batch and resolves when its
 * result has been read. After the first failure no batch starts, and the error is thrown once all
 * that were started have ended.
 */
export async function overRing<Slot>(
  slots: readonly Slot[],
  count: number,
  start: (slot: Slot, batch: number) => Promise<void>,
): Promise<void> {
  const pending: (Promise<void> | undefined)[] = slots.map(() => undefined);
  let failed = false;
  let failure: unknown;
  for (let batch = 0; batch < count && !failed; batch++) {
    const at = batch % slots.length;
    await pending[at];
    if (failed) break;
    pending[at] = start(slots[at] as Slot, batch).catch((error: unknown) => {
      if (!failed) failure = error;
      failed = true;
    });
  }
  await Promise.all(pending);
  if (failed) throw failure;
}
