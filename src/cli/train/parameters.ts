/** The parameters of one `cambium train`: from the options and a configuration file to what training takes. */
import {
  type Parameters,
  parameterName,
  parameterNames,
  resolveParameters,
} from '../../boosting/parameters/index.js';
import { CambiumError, didYouMean } from '../../errors.js';

/** A parameter as given, and where: `train.conf:3`; empty for an option, which its name tells. */
export interface LocatedParameter {
  readonly name: string;
  readonly value: string;
  readonly place: string;
}

/** What parameters come to. */
export interface TrainingParameters {
  /** For `train`: by the names that the user chose. */
  readonly input: Readonly<Record<string, string>>;
  readonly resolved: Parameters;
  /** LightGBM's `is_provide_training_metric`: measure the training rows too. */
  readonly evaluateTraining: boolean;
  /** LightGBM's `metric_freq`: rounds from one line of metrics to the next. */
  readonly metricFrequency: number;
}

/** Parameters of LightGBM's that are options or arguments of the command. */
const SAID_OTHERWISE: Readonly<Record<string, string>> = {
  data: 'the table is an argument: cambium train DATA',
  valid: 'name a validation table with --valid FILE',
  label_column: 'name the label with --label COLUMN',
  ignore_column: 'leave columns out with --exclude COLUMNS',
  output_model: 'name the model with --output FILE',
  config: 'name the file with --config FILE',
};

/**
 * Checks one parameter by itself.
 * @throws CambiumError that begins with the place, if the name or the value is wrong
 */
export function checkParameter({ name, value, place }: LocatedParameter): { canonical: string } {
  const at = (error: CambiumError) =>
    place === ''
      ? error
      : new CambiumError(error.code, `${place}: ${error.message}`, {
          hint: error.hint,
          cause: error,
        });
  const canonical = parameterName(name);
  if (canonical === undefined) {
    const hint = didYouMean(name, parameterNames());
    throw at(new CambiumError('unknown-parameter', `there is no parameter "${name}"`, { hint }));
  }
  const otherwise = SAID_OTHERWISE[canonical];
  if (otherwise !== undefined && value !== '') {
    const message = `parameter "${name}" has no place here`;
    throw at(new CambiumError('misplaced-parameter', message, { hint: otherwise }));
  }
  try {
    resolveParameters({ [name]: value });
    readOwn(canonical, value, name);
  } catch (error) {
    throw error instanceof CambiumError ? at(error) : error;
  }
  return { canonical };
}

/** Options go before the file, a later option before an earlier one. */
export function combineParameters(
  options: readonly { readonly name: string; readonly value: string }[],
  file: readonly LocatedParameter[],
): TrainingParameters {
  const given = options.map(({ name, value }) => ({ name, value, place: '' }));
  const chosen = new Map<string, LocatedParameter>();
  for (const parameter of [...file, ...given]) {
    chosen.set(checkParameter(parameter).canonical, parameter);
  }
  const own = (canonical: string, fallback: number) => {
    const parameter = chosen.get(canonical);
    chosen.delete(canonical);
    return parameter === undefined || parameter.value === ''
      ? fallback
      : (readOwn(canonical, parameter.value, parameter.name) ?? fallback);
  };
  const evaluateTraining = own('is_provide_training_metric', 0) === 1;
  const metricFrequency = own('metric_freq', 1);
  const input = Object.fromEntries([...chosen.values()].map(({ name, value }) => [name, value]));
  return { input, resolved: resolveParameters(input), evaluateTraining, metricFrequency };
}

/** The value of a parameter that the command itself follows; undefined for others. */
function readOwn(canonical: string, value: string, name: string): number | undefined {
  const text = value.toLowerCase();
  if (canonical === 'is_provide_training_metric') {
    if (['true', '1', '+'].includes(text)) return 1;
    if (['false', '0', '-', ''].includes(text)) return 0;
    throw bad(name, 'true or false', value);
  }
  if (canonical === 'metric_freq') {
    if (text === '' || /^[1-9]\d{0,8}$/.test(text)) return Number(text || 1);
    throw bad(name, 'a whole number above 0', value);
  }
  return undefined;
}

function bad(name: string, expected: string, found: string): CambiumError {
  return new CambiumError(
    'bad-parameter',
    `parameter "${name}" must be ${expected}, found "${found}"`,
  );
}
