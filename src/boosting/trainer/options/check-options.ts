/** Checks what a training is told besides its parameters. */
import { CambiumError, checkKind, checkKinds, checkNames } from '../../../errors.js';
import { createMetrics } from '../../metrics/index.js';
import { Model } from '../../model/model.js';
import type { Parameters } from '../../parameters/index.js';
import type { ValidationData } from '../../training-data/training-input.js';
import type { CustomMetric, TrainOptions } from './options.js';

const invalid = (message: string, hint?: string) =>
  new CambiumError('invalid-option', message, { hint });

/** The name that evaluations of the training rows have. */
export const TRAINING = 'training';

/** What a training, a cross-validation and a booster are all told. */
type SharedOptions = Pick<
  TrainOptions,
  'valid' | 'metrics' | 'initModel' | 'evaluateTraining' | 'onNotice' | 'signal'
> & { readonly onIteration?: unknown };

/**
 * Checks the values of options whose names are known to be right.
 * @param parameters measured besides the metrics of options
 * @throws CambiumError `invalid-option`, `unknown-option`, `bad-init-model`
 */
export function checkOptions(options: SharedOptions, parameters: Parameters): void {
  checkKinds(options, {
    evaluateTraining: 'true or false',
    onIteration: 'a function',
    onNotice: 'a function',
    signal: 'an AbortSignal',
    valid: 'a list',
    metrics: 'a list',
  });
  const { valid = [], metrics = [], initModel, evaluateTraining = false } = options;
  checkSets(valid, evaluateTraining);
  checkMetrics(metrics, parameters);
  if (initModel !== undefined && !(initModel instanceof Model)) {
    throw new CambiumError('bad-init-model', 'options.initModel is not a model', {
      hint: 'readModel reads one from a file',
    });
  }
}

/** A validation set whose other parts are of any types. */
type Named = Pick<ValidationData, 'name'>;

/** Checks all validation sets. @throws CambiumError as {@link checkSet} */
export function checkSets(valid: readonly Named[], evaluateTraining = false): void {
  for (const [place, set] of valid.entries()) {
    checkSet(set, valid.slice(0, place), evaluateTraining);
  }
}

/**
 * Checks the names of a validation set's parts, and that its own is another than those of the sets before.
 * @throws CambiumError `unknown-option`, `invalid-option`
 */
export function checkSet(set: Named, others: readonly Named[], evaluateTraining: boolean): void {
  checkNames<ValidationData>('part of a validation set', set as ValidationData, {
    name: true,
    table: true,
    label: true,
    weight: true,
    group: true,
    initScore: true,
  });
  const { name }: { readonly name: unknown } = set;
  if (typeof name !== 'string' || name === '') {
    throw invalid(
      name === undefined || name === ''
        ? 'a validation set has no name'
        : 'the name of a validation set must be a string',
      'it tells its metrics from others: { name, table, … }',
    );
  }
  const isApart = 'their metrics could not be distinguished';
  if (others.some((other) => other.name === name)) {
    throw invalid(`two validation sets are called "${name}": ${isApart}`, 'give each another name');
  }
  if (name !== TRAINING || !evaluateTraining) return;
  throw invalid(
    `a validation set is called "${TRAINING}", as the training rows that evaluateTraining measures: ${isApart}`,
    'give it another name',
  );
}

function checkMetrics(metrics: readonly CustomMetric[], parameters: Parameters): void {
  const names = new Set<string>();
  for (const metric of metrics) {
    checkNames('part of a metric', metric, { name: true, higherIsBetter: true, evaluate: true });
    const { name }: { readonly name: unknown } = metric;
    if (typeof name !== 'string' || name === '') {
      throw invalid('a metric of options.metrics has no name', 'metrics: [{ name, evaluate, … }]');
    }
    const where = `metric "${name}":`;
    checkKind(`${where} evaluate`, metric.evaluate, 'a function');
    checkKind(`${where} higherIsBetter`, metric.higherIsBetter, 'true or false');
    if (names.has(name)) throw invalid(`two metrics are called "${name}"`);
    names.add(name);
  }
  const own = createMetrics(parameters.metric, parameters).flatMap((metric) => metric.names);
  const both = own.find((name) => names.has(name));
  if (both === undefined) return;
  throw invalid(
    `a metric of options.metrics is called "${both}", as the one of metric=${parameters.metric.join(',')}: they could not be distinguished`,
    'give it another name',
  );
}

/** @throws CambiumError `unknown-option` for names that training does not know */
export function checkTrainNames(options: TrainOptions): void {
  checkNames('training option', options, {
    valid: true,
    evaluateTraining: true,
    onIteration: true,
    onNotice: true,
    signal: true,
    initModel: true,
    objective: true,
    snapshot: true,
    resetParameter: true,
    metrics: true,
  });
  if (options.snapshot === undefined) return;
  checkNames('option of snapshot', options.snapshot, { every: true, path: true });
  checkKind('snapshot.path', options.snapshot.path, 'a string');
}
