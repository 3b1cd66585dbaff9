/** Trains on all folds but one, for each in turn, and measures on that one: the public function. */
import { availableParallelism } from 'node:os';
import { ColumnMemory, categoryColumn, SparseTable } from '../../data/index.js';
import { CambiumError, checkKinds, checkNames } from '../../errors.js';
import { followBins } from '../dataset/bin-parameters.js';
import { BinnedDataset, type DatasetParts } from '../dataset/binned-dataset.js';
import type { Model } from '../model/model.js';
import { type ObjectiveDefinition, objectives } from '../objectives/index.js';
import { type ParameterInput, type Parameters, resolveParameters } from '../parameters/index.js';
import { createDataset } from '../trainer/create-dataset.js';
import type { TrainResult } from '../trainer/index.js';
import { checkOptions } from '../trainer/options/check-options.js';
import { makeSchedule } from '../trainer/options/make-schedule.js';
import type { Schedule } from '../trainer/options/schedule.js';
import type { TrainingSetup } from '../trainer/setup/training-setup.js';
import { Team, threadCount } from '../trainer/threads/team.js';
import { checkObjective } from '../trainer/train.js';
import { Training } from '../trainer/training.js';
import { checkDataNames } from '../training-data/check-data.js';
import { checkRows } from '../training-data/check-rows.js';
import { roleColumns } from '../training-data/column-roles.js';
import type { TrainingData, TrainingTable } from '../training-data/index.js';
import { completeData } from '../training-data/training-input.js';
import { makeFolds } from './make-folds.js';
import type { CrossValidation, CrossValidationOptions, Fold } from './options.js';
import { FoldsProgress } from './progress.js';
import { featureBytes, takeColumns } from './take-columns.js';

/**
 * Cross-validates parameters: how good they are on rows that were not trained on, and after how many rounds
 * they are best. As LightGBM's `cv`, bins are made of all rows, once. With `early_stopping_round` it ends when
 * no metric's mean gets better. The same data, parameters and seed give the same numbers.
 *
 * @param data a table, or one that is binned already
 * @throws CambiumError as {@link train}; `invalid-option` for folds that cannot be
 *
 * @example
 * const { metrics, bestIteration } = await crossValidate(
 *   { objective: 'binary', metric: 'auc', early_stopping_round: 20, num_iterations: 1000 },
 *   { table, label: 'late' },
 *   { folds: 5, seed: 1 },
 * );
 */
export async function crossValidate(
  parameters: ParameterInput,
  data: TrainingData | BinnedDataset,
  options: CrossValidationOptions = {},
): Promise<CrossValidation> {
  checkNames('option of crossValidate', options, {
    objective: true,
    metrics: true,
    onNotice: true,
    signal: true,
    evaluateTraining: true,
    folds: true,
    stratified: true,
    groups: true,
    shuffle: true,
    seed: true,
    returnModels: true,
    resetParameter: true,
    onIteration: true,
  });
  const notice = options.onNotice ?? (() => {});
  const given = resolveParameters(parameters, notice);
  checkObjective(given, options);
  checkKinds(options, {
    stratified: 'true or false',
    shuffle: 'true or false',
    returnModels: 'true or false',
  });
  checkOptions(options, given);
  if (!(data instanceof BinnedDataset)) checkDataNames(data, 'the data set');
  const tables = data instanceof BinnedDataset ? data : completeData(data, 'the data set');
  const groups = readGroups(tables, options);
  const dataset =
    tables instanceof BinnedDataset
      ? tables
      : await createDataset(parameters, withoutGroups(tables, options));
  const { parts } = dataset;
  const resolved = followBins(parameters, given, parts.parameters, parts.choice);
  const objective = objectives[resolved.objective];
  const queries = parts.columns.queries && queryOfRows(parts.columns.queries);
  if (queries !== undefined && options.groups !== undefined) {
    throw new CambiumError(
      'invalid-option',
      'rows have queries, which stay together: groups cannot be told as well',
    );
  }
  const folds = makeFolds(
    {
      rows: dataset.numRows,
      classes: isStratified(resolved, options) ? parts.columns.label : undefined,
      groups: queries ?? groups,
      groupName: queries === undefined ? 'groups' : 'queries',
    },
    options,
  );
  return new CrossValidator(parts, resolved, objective, folds, options).run();
}

const CLASSES = ['binary', 'multiclass', 'multiclassova'];

function isStratified({ objective }: Parameters, options: CrossValidationOptions): boolean {
  const { stratified, groups } = options;
  if (stratified && groups !== undefined) {
    throw new CambiumError('invalid-option', 'folds cannot be stratified and keep groups together');
  }
  return stratified ?? CLASSES.includes(objective);
}

function readGroups(
  data: TrainingTable | BinnedDataset,
  { groups }: CrossValidationOptions,
): ArrayLike<number | string> | undefined {
  if (typeof groups !== 'string') return groups;
  if (data instanceof BinnedDataset || data.table instanceof SparseTable) {
    const what = data instanceof BinnedDataset ? 'a binned data set' : 'a sparse table';
    throw new CambiumError('invalid-option', `groups: ${what} has no column "${groups}"`, {
      hint: 'give a value for each row',
    });
  }
  return categoryColumn(data.table, groups).codes;
}

function withoutGroups(data: TrainingTable, { groups }: CrossValidationOptions): TrainingTable {
  const { table } = data;
  if (typeof groups !== 'string' || data.features !== undefined || table instanceof SparseTable) {
    return data;
  }
  const told = [groups, ...roleColumns(data)];
  const names = table.schema.fields.map(({ name }) => name);
  return { ...data, features: names.filter((name) => !told.includes(name)) };
}

function queryOfRows(starts: Uint32Array): Uint32Array {
  const queries = new Uint32Array(starts.at(-1) as number);
  for (let query = 0; query + 1 < starts.length; query++) {
    queries.fill(query, starts[query], starts[query + 1]);
  }
  return queries;
}

/** One cross-validation, its folds made. */
class CrossValidator {
  readonly #parts: DatasetParts;
  readonly #parameters: Parameters;
  readonly #objective: ObjectiveDefinition;
  readonly #folds: readonly Fold[];
  readonly #options: CrossValidationOptions;
  readonly #schedule: Schedule | undefined;
  readonly #ending = new AbortController();
  readonly #progress: FoldsProgress;
  #thrown: { readonly error: unknown } | undefined;

  constructor(
    parts: DatasetParts,
    parameters: Parameters,
    objective: ObjectiveDefinition,
    folds: readonly Fold[],
    options: CrossValidationOptions,
  ) {
    this.#parts = parts;
    this.#parameters = parameters;
    this.#objective = objective;
    this.#folds = folds;
    this.#options = options;
    this.#schedule = makeSchedule(options.resetParameter, parameters);
    this.#progress = new FoldsProgress(folds.length, parameters, (evaluations, iteration) => {
      const iterations = parameters.num_iterations;
      options.onIteration?.({ iteration, iterations, evaluations });
      if (this.#progress.best !== undefined) this.#ending.abort();
    });
  }

  async run(): Promise<CrossValidation> {
    const { signal } = this.#options;
    const abort = () => this.#ending.abort();
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    const results: TrainResult[] = [];
    try {
      const { atOnce, threads } = this.#share();
      let next = 0;
      const work = async () => {
        while (next < this.#folds.length && this.#thrown === undefined) {
          const fold = next++;
          try {
            results[fold] = await this.#train(fold, threads);
            // A fold that was told to end has not come to its end.
            if (!this.#ending.signal.aborted) this.#progress.end(fold);
          } catch (error) {
            this.#thrown ??= { error };
            abort();
          }
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
    } finally {
      signal?.removeEventListener('abort', abort);
    }
    if (this.#thrown !== undefined) throw this.#thrown.error;
    return this.#result(results);
  }

  #result(results: readonly TrainResult[]): CrossValidation {
    const { best, rounds } = this.#progress;
    const bestIteration = best ?? rounds.length;
    const cancelled = (this.#options.signal?.aborted ?? false) && best === undefined;
    return {
      metrics: this.#progress.metrics(bestIteration),
      bestIteration,
      folds: this.#folds,
      cancelled: cancelled && rounds.length < this.#parameters.num_iterations,
      ...(this.#options.returnModels && {
        models: results.map(({ model }): Model => model.slice(0, bestIteration)),
      }),
    };
  }

  /** Folds that may have to stop together run together; else a fold a thread wastes the least. */
  #share(): { atOnce: number; threads: number } {
    const { num_threads, early_stopping_round } = this.#parameters;
    const threads = num_threads > 0 ? num_threads : availableParallelism();
    const count = this.#folds.length;
    const atOnce = early_stopping_round > 0 ? count : Math.min(count, threads);
    return { atOnce, threads: Math.max(1, Math.floor(threads / atOnce)) };
  }

  async #train(fold: number, threads: number): Promise<TrainResult> {
    const { train, test } = this.#folds[fold] as Fold;
    const { objective, metrics, evaluateTraining } = this.#options;
    const { choice, dictionaries, mappers } = this.#parts;
    const memory = new ColumnMemory(featureBytes(this.#parts, [train, test]));
    const setup: TrainingSetup = {
      parameters: { ...this.#parameters, early_stopping_round: 0 },
      objective: this.#objective,
      choice,
      dictionaries,
      mappers,
      schedule: this.#schedule,
      training: this.#table('training', `training (fold ${fold + 1})`, train, memory),
      validation: [this.#table('valid', `validation (fold ${fold + 1})`, test, memory)],
    };
    const team = new Team(threadCount(threads, train.length));
    try {
      return await new Training(setup, memory, team, {
        signal: this.#ending.signal,
        onIteration: ({ evaluations }) => this.#progress.add(fold, evaluations),
        ...(objective && { objective }),
        ...(metrics && { metrics }),
        ...(evaluateTraining && { evaluateTraining }),
      }).run();
    } finally {
      await team.disband();
    }
  }

  #table(name: string, title: string, rows: Uint32Array, memory: ColumnMemory) {
    const columns = takeColumns(this.#parts, rows, memory);
    const target = checkRows(
      columns,
      this.#objective,
      this.#parameters,
      this.#parts.told,
      title,
      name === 'training',
    );
    return { name, columns, target };
  }
}
