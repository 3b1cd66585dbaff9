/** Tries a predictor with one made-up row before any request does. */
import { CambiumError, didYouMean, listNames } from '../../src/errors.js';
import { thrownMessage } from '../../src/runtime/index.js';
import type { FieldDefinition, Predictor, PredictorContext } from '../../src/serving/index.js';
import type { Categories } from './category-codes.js';
import { RequestError } from './request-error.js';
import { PredictorRowReader } from './rows.js';

/** A value that a field accepts: its example, or something plain. */
function exampleOf(field: FieldDefinition): string | number | boolean {
  if (field.example !== undefined) return field.example;
  switch (field.type) {
    case 'string':
      return field.values?.[0] ?? 'example';
    case 'boolean':
      return false;
    case 'timestamp':
      return '2024-01-15 12:30:00';
    default:
      return Math.min(field.maximum ?? 1, Math.max(field.minimum ?? 1, 1));
  }
}

/** A payload that a predictor accepts, for its test and for the example request that people are shown. */
export function examplePayload(predictor: Predictor): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(predictor.input).map(([name, field]) => [name, exampleOf(field)]),
  );
}

/**
 * Runs the predictor's `features` on an example row and holds its result against the model.
 * @throws CambiumError `bad-predictor` naming the feature that is missing, not known to the model, or no number.
 */
export function testRow(
  featureNames: readonly string[],
  predictor: Predictor,
  context: PredictorContext,
  categories?: Categories,
): void {
  const bad = (what: string, hint?: string, cause?: unknown) =>
    new CambiumError('bad-predictor', `predictor of "${context.api}": ${what}`, { hint, cause });
  let given: readonly string[] = [];
  const observed: Predictor = {
    ...predictor,
    features: (row, at) => {
      const features = predictor.features(row, at);
      given = typeof features === 'object' && features !== null ? Object.keys(features) : [];
      return features;
    },
  };
  const payload = examplePayload(predictor);
  const extra = () => given.find((name) => !featureNames.includes(name));
  try {
    const reader = new PredictorRowReader(featureNames, observed, context, categories);
    reader.fromJson(payload, new Float64Array(featureNames.length));
  } catch (cause) {
    if (cause instanceof CambiumError) throw cause;
    const surplus = extra();
    const hint =
      cause instanceof RequestError
        ? 'give the field an "example" that it accepts'
        : surplus === undefined
          ? `tried with ${JSON.stringify(payload)}; fields may have an "example"`
          : `it gave "${surplus}", which the model does not have`;
    throw bad(thrownMessage(cause), hint, cause);
  }
  const surplus = extra();
  if (surplus !== undefined) {
    throw bad(
      `features() gives "${surplus}", which the model does not have`,
      didYouMean(surplus, featureNames) ?? `the model has ${listNames(featureNames)}`,
    );
  }
}
