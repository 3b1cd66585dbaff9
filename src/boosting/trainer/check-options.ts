/** Checks what a training is told besides its parameters. */
import { CambiumError, checkNames } from '../../errors.js';
import { Model } from '../model/model.js';
import type { TrainOptions } from './options.js';
import type { ValidationData } from './training-input.js';

const twiceIn = (names: readonly string[]) =>
  names.find((name, index) => names.indexOf(name) !== index);

const invalid = (message: string, hint?: string) =>
  new CambiumError('invalid-option', message, { hint });

/** @throws CambiumError `invalid-option`, `bad-init-model` */
export function checkOptions({
  valid = [],
  metrics = [],
  initModel,
}: Pick<TrainOptions, 'valid' | 'metrics' | 'initModel'>): void {
  const set = twiceIn(valid.map(({ name }) => name));
  if (set !== undefined) {
    throw invalid(
      `two validation sets are called "${set}": their metrics could not be told apart`,
      'give each another name',
    );
  }
  for (const { name, evaluate } of metrics) {
    if (typeof name !== 'string' || name === '') {
      throw invalid('a metric of options.metrics has no name', 'metrics: [{ name, evaluate, … }]');
    }
    if (typeof evaluate === 'function') continue;
    throw invalid(`metric "${name}": evaluate must be a function, not ${typeof evaluate}`);
  }
  const metric = twiceIn(metrics.map(({ name }) => name));
  if (metric !== undefined) throw invalid(`two metrics are called "${metric}"`);
  if (initModel !== undefined && !(initModel instanceof Model)) {
    throw new CambiumError('bad-init-model', 'options.initModel is no model', {
      hint: 'readModel reads one from a file',
    });
  }
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
  for (const set of options.valid ?? []) checkSetNames(set);
  if (options.snapshot !== undefined) {
    checkNames('option of snapshot', options.snapshot, { every: true, path: true });
  }
}

/** @throws CambiumError `unknown-option` for names that a validation set does not have */
export function checkSetNames(set: ValidationData): void {
  checkNames('part of a validation set', set, {
    name: true,
    table: true,
    label: true,
    weight: true,
    group: true,
    initScore: true,
  });
}
