/** Loads the module that `predictor.path` of an API's file names. */
import { CambiumError, didYouMean } from '../../src/errors.js';
import { explainError, loadModule, ownPackage } from '../../src/runtime/index.js';
import { isPredictor, type Predictor, type PredictorContext } from '../../src/serving/index.js';

export interface LoadedPredictor {
  readonly predictor: Predictor;
  /** The module and what it imports of the project: a change of one is a change of the API. */
  readonly files: readonly string[];
}

/**
 * Loads a predictor module afresh.
 * @throws CambiumError `bad-predictor` when it does not load or exports no predictor.
 */
export async function loadPredictor(
  path: string,
  context: PredictorContext,
): Promise<LoadedPredictor> {
  const bad = (what: string, hint?: string, cause?: unknown) =>
    new CambiumError('bad-predictor', `predictor ${path}: ${what}`, { hint, cause });
  // The whole package is loaded for those who use it alone: a server of bare models stays small.
  const cambium = await ownPackage();
  const { exports, files } = await loadModule(path, { cambium }).catch((cause: unknown) => {
    throw bad(explainError(cause, context.directory), undefined, cause);
  });
  let exported: unknown = exports['default'] ?? exports['predictor'];
  if (exported === undefined) {
    const names = Object.keys(exports);
    const near = names.map((name) => didYouMean(name, ['predictor', 'default'])).find(Boolean);
    throw bad(
      'it exports no predictor',
      near ?? 'export default definePredictor({ input, features })',
    );
  }
  if (typeof exported === 'function') {
    try {
      exported = await exported(context);
    } catch (cause) {
      const why = explainError(cause, context.directory);
      throw bad(`its function failed: ${why}`, undefined, cause);
    }
  }
  if (!isPredictor(exported)) {
    throw bad('what it exports was not made by definePredictor()');
  }
  if (typeof exported.features !== 'function') throw bad('it has no function features()');
  if (exported.answer !== undefined && typeof exported.answer !== 'function') {
    throw bad('its "answer" is no function');
  }
  return { predictor: exported, files };
}
