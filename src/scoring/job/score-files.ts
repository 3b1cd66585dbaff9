/** The batch job: record batches stream from files of any size, through a scorer, to a file of predictions. */

import { statSync } from 'node:fs';
import { checkModel, type Model } from '../../boosting/model/index.js';
import { ColumnMemory, listFiles } from '../../data/index.js';
import { CambiumError, checkKind, checkKinds, checkNames } from '../../errors.js';
import { checkOutput } from '../../runtime/index.js';
import { type Backend, createScorer } from '../create-scorer.js';
import type { EarlyStop } from '../early-stop.js';
import type { ScoreKind, Scorer } from '../scorer.js';
import { openInput, type ScoreInput, type ScoreSource } from './open-input.js';
import { openPredictionFile, type PredictionFile } from './prediction-file.js';

/** Rows of a batch where columns are few: large enough to keep threads and a GPU busy. */
const BATCH_ROWS = 131_072;
/** Bytes of a batch where columns are many. */
const BATCH_BYTES = 64 * 2 ** 20;

/** What is scored with what, and where to. */
export interface ScoreFilesOptions {
  readonly model: Model;
  /** Files whose columns carry the model's feature names, or white space for their underscores; others are ignored. */
  readonly inputs: readonly string[];
  /** How text files tell their columns, where it is not by names in their first lines. LibSVM shows itself. */
  readonly source?: ScoreSource | undefined;
  /** `.csv`, `.parquet`, `.arrow` or, as LightGBM writes it, `.txt`: one line a row, in the order of the inputs. */
  readonly output: string;
  /** Writes LightGBM's text whatever the output is called. */
  readonly asText?: boolean | undefined;
  /** Default: `value`. */
  readonly kind?: ScoreKind | undefined;
  /** Default: `auto`. */
  readonly backend?: Backend | undefined;
  readonly threads?: number | undefined;
  /** The first boosting round that scores take, from 0; default: 0. */
  readonly startIteration?: number | undefined;
  /** The rounds that scores take; default: all from the first on. */
  readonly numIteration?: number | undefined;
  /** Rows whose score is clear skip the other rounds, on the CPU. */
  readonly earlyStop?: EarlyStop | undefined;
  /** Rows that are read, scored and written at once. */
  readonly batchRows?: number | undefined;
  /** Called after each batch with the rows written until then. */
  readonly onProgress?: ((rows: number) => void) | undefined;
  /** Told of what is left out. */
  readonly onNotice?: ((line: string) => void) | undefined;
  /** Stops the job, which then throws `interrupted` and leaves nothing. */
  readonly signal?: AbortSignal | undefined;
}

/** What a batch job did. */
export interface ScoreFilesResult {
  readonly rows: number;
  /** From the first row that is read to the finished output; what is loaded and started before does not count. */
  readonly seconds: number;
  readonly rowsPerSecond: number;
  /** Of these, the seconds in which rows were being scored; reading and writing overlap with them. */
  readonly scoringSeconds: number;
  readonly backend: Scorer['backend'];
  /** For people, e.g. `WASM, 2 threads`. */
  readonly description: string;
  readonly output: string;
}

/**
 * Scores files into a file. Reading a batch, scoring the one before and writing the one before that
 * overlap; memory holds a few batches, whatever the size of the files.
 * @throws CambiumError `missing-column` for a feature that a file lacks, `overwrites-input`, `interrupted`, and what reading,
 *   scoring and writing throw. No file is left then.
 */
export async function scoreFiles(options: ScoreFilesOptions): Promise<ScoreFilesResult> {
  checkNames('option of scoreFiles', options, {
    model: true,
    inputs: true,
    source: true,
    output: true,
    asText: true,
    kind: true,
    backend: true,
    threads: true,
    startIteration: true,
    numIteration: true,
    earlyStop: true,
    batchRows: true,
    onProgress: true,
    onNotice: true,
    signal: true,
  });
  const { model, output, kind = 'value' } = options;
  checkModel(model);
  checkKind('output', output, 'a string');
  checkKinds(options, {
    asText: 'true or false',
    onProgress: 'a function',
    onNotice: 'a function',
    signal: 'an AbortSignal',
  });
  const files = await listFiles(options.inputs);
  checkOutput(output, files);
  const input = await openInput(files, model, options.source, options.onNotice);
  const memory = new ColumnMemory();
  const scorer = await scorerFor(options, memory);
  try {
    // Threads start while the engine behind the writer is loaded.
    scorer.prepare?.(estimateRows(files, model.numFeatures), kind);
    const layout = { model, kind, outputs: scorer.numOutputs(kind) };
    const writer = await openPredictionFile(output, {
      ...layout,
      ...(options.asText === true && { asText: true }),
    });
    const start = performance.now();
    let scoringSeconds: number;
    try {
      scoringSeconds = await pump(options, input, scorer, memory, writer);
      await writer.close();
    } catch (error) {
      await writer.abort();
      throw error;
    }
    const seconds = (performance.now() - start) / 1000;
    const { rows } = writer;
    const { backend: used, description } = scorer;
    const rowsPerSecond = rows / seconds;
    return { rows, seconds, rowsPerSecond, scoringSeconds, backend: used, description, output };
  } finally {
    await scorer.close();
  }
}

async function scorerFor(options: ScoreFilesOptions, memory: ColumnMemory): Promise<Scorer> {
  const { model, kind, backend, threads, startIteration, numIteration, earlyStop } = options;
  const settings = { threads, memory, startIteration, numIteration, earlyStop };
  if (kind !== 'contributions') return createScorer(model, { ...settings, backend });
  if (backend === 'webgpu') {
    throw new CambiumError('unsupported-kind', 'contributions are worked out on the CPU alone', {
      hint: 'score with the backend wasm',
      commandHint: '--backend wasm',
    });
  }
  const contributions = true;
  return createScorer(model, { ...settings, backend: 'wasm', contributions });
}

/** About the rows of some files, by their size; a file that cannot be read is told of when it is read. */
function estimateRows(files: readonly string[], features: number): number {
  const bytes = files.reduce(
    (sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
  return bytes / (4 * Math.max(1, features));
}

/** @param numbers that come and go with a row. */
function defaultBatchRows(numbers: number): number {
  return Math.max(1024, Math.min(BATCH_ROWS, Math.floor(BATCH_BYTES / (8 * Math.max(1, numbers)))));
}

async function pump(
  options: ScoreFilesOptions,
  input: ScoreInput,
  scorer: Scorer,
  memory: ColumnMemory,
  writer: PredictionFile,
): Promise<number> {
  const { model, kind = 'value', signal, onProgress } = options;
  const outputs = scorer.numOutputs(kind);
  const batches = input.scan({
    batchRows: options.batchRows ?? defaultBatchRows(model.numFeatures + outputs),
    // One batch is scored while the next is read into the other buffers.
    buffers: 2,
    memory,
  });
  let writing: Promise<void> = Promise.resolve();
  let reading = settled(batches.next());
  let scoring = 0;
  try {
    for (;;) {
      const next = await reading.value;
      throwIfAborted(signal);
      if (next.done) break;
      const batch = next.value;
      reading = settled(batches.next());
      const begun = performance.now();
      const answers = await scorer.score(batch.columns, batch.rows, kind);
      scoring += performance.now() - begun;
      await writing;
      writing = writer
        .append(answers, batch.rows)
        .then(() => onProgress?.(batch.start + batch.rows));
      settled(writing);
    }
    await writing;
    return scoring / 1000;
  } finally {
    // The reader is closed first and the writer is idle when the caller aborts it.
    await Promise.allSettled([reading.value, writing]);
    await batches.return();
  }
}

/** Marks a promise as handled: it is awaited later, and may fail before. */
function settled<T>(value: Promise<T>): { readonly value: Promise<T> } {
  value.catch(() => {});
  return { value };
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CambiumError('interrupted', 'interrupted: nothing was written');
}
