/** Sees that what is given for a model is one, for callers whom no compiler has told. */
import { CambiumError, describeFound } from '../../errors.js';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const hasFields = (value: unknown) =>
  isObject(value) && Array.isArray(value['trees']) && Array.isArray(value['featureNames']);

/** Sees that a value has a model's fields. @throws CambiumError `bad-model` */
export function checkModelFields(value: unknown): void {
  if (!hasFields(value)) throw notModel(value);
}

/** Sees that a value is a model. @throws CambiumError `bad-model` that says where the model is */
export function checkModel(value: unknown): void {
  if (!hasFields(value) || typeof (value as { slice?: unknown }).slice !== 'function') {
    throw notModel(value);
  }
}

function notModel(value: unknown): CambiumError {
  return new CambiumError('bad-model', `expected a model, found ${describeFound(value)}`, {
    hint: hintFor(value),
  });
}

function hintFor(value: unknown): string {
  if (typeof value === 'string') return 'readModel reads one from a file';
  if (isObject(value)) {
    if ('predictRaw' in value) return 'give the model of the estimator: estimator.model';
    if (hasFields(value['model'])) return 'give the model of the result: result.model';
  }
  return 'train gives one, readModel reads one from a file';
}
