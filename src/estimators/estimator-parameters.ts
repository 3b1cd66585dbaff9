/** Parameters of estimators: LightGBM's of training, and those that its scikit-learn classes add. */
import {
  type ImportanceKind,
  type ObjectiveName,
  type ParameterInput,
  parameterName,
  parameterNames,
  resolveParameters,
} from '../boosting/index.js';
import { CambiumError, didYouMean } from '../errors.js';

/** The parameters of an estimator that minimises one of some objectives. */
export type EstimatorParameters<Objective extends ObjectiveName> = Omit<
  ParameterInput,
  'objective'
> & {
  readonly objective?: Objective;
  /** What `featureImportances` gives: `split` unless told, or `gain`. */
  readonly importance_type?: ImportanceKind;
};

/** Weights of classes: `balanced` lets all count alike, a record weighs those that it names. */
export type ClassWeight = 'balanced' | Readonly<Record<string, number>>;

/** Parameters as an estimator keeps them. */
export type KeptParameters = ParameterInput & {
  readonly importance_type?: ImportanceKind | undefined;
  readonly class_weight?: ClassWeight | undefined;
};

/** What sets a kind of estimators apart. */
export interface EstimatorKind {
  /** Default: The objective. */
  readonly standard: ObjectiveName;
  readonly objectives: readonly ObjectiveName[];
  readonly takesClassWeight?: boolean;
  /** Parameters that follow from the data, for a check without them. */
  checked?(parameters: ParameterInput): ParameterInput;
}

/** Names that are the estimators' alone. */
const OWN = ['importance_type', 'class_weight'];

/** The parameters of training among an estimator's. */
export function trainingParameters(parameters: KeptParameters): ParameterInput {
  const { importance_type: _, class_weight: __, ...others } = parameters;
  return others as ParameterInput;
}

/**
 * Parameters with some changed: a new value takes the place of the old one by whatever alias, and undefined stands
 * for the default.
 */
export function withParameters<T extends ParameterInput>(parameters: T, changes: object): T {
  const changed = new Set(Object.keys(changes).map((name) => parameterName(name) ?? name));
  const kept = Object.entries(parameters).filter(
    ([name]) => !changed.has(parameterName(name) ?? name),
  );
  const added = Object.entries(changes).filter(([, value]) => value !== undefined);
  return Object.fromEntries([...kept, ...added]) as T;
}

/** The objective that parameters ask for. @throws CambiumError `unknown-parameter`, `bad-parameter` */
export function checkParameters(
  estimator: string,
  kind: EstimatorKind,
  parameters: KeptParameters,
): ObjectiveName {
  for (const name of Object.keys(parameters ?? {})) {
    if (parameterName(name) !== undefined || OWN.includes(name)) continue;
    throw new CambiumError('unknown-parameter', `there is no parameter "${name}"`, {
      hint: didYouMean(name, [...OWN, ...parameterNames()], Object.keys(parameters)),
    });
  }
  const { importance_type = 'split', class_weight } = parameters;
  if (importance_type !== 'split' && importance_type !== 'gain') {
    throw new CambiumError(
      'bad-parameter',
      `importance_type=${String(importance_type)}: expected split or gain`,
    );
  }
  if (class_weight !== undefined && class_weight !== null) checkClassWeight(class_weight, kind);
  const training = trainingParameters(parameters);
  const { objective } = resolveParameters(
    { objective: kind.standard, ...training, ...kind.checked?.(training) },
    () => {},
  );
  if (!kind.objectives.includes(objective)) {
    throw new CambiumError('bad-parameter', `objective=${objective} is not for ${estimator}`, {
      hint: `one of ${kind.objectives.join(', ')}`,
    });
  }
  return objective;
}

function checkClassWeight(weights: unknown, { takesClassWeight }: EstimatorKind): void {
  if (takesClassWeight !== true) {
    throw new CambiumError('bad-parameter', 'class_weight is for GradientBoostingClassifier', {
      hint: 'weigh rows with sampleWeight',
    });
  }
  if (weights === 'balanced') return;
  if (typeof weights === 'object' && weights !== null && !Array.isArray(weights)) {
    const bad = Object.entries(weights).find(
      ([, weight]: [string, unknown]) =>
        !(typeof weight === 'number' && Number.isFinite(weight) && weight >= 0),
    );
    if (bad === undefined) return;
    throw new CambiumError(
      'bad-parameter',
      `class_weight of "${bad[0]}" is ${String(bad[1])}: expected a number, at least 0`,
    );
  }
  throw new CambiumError(
    'bad-parameter',
    `class_weight=${String(weights)}: expected balanced, or weights by class`,
    { hint: "class_weight: { yes: 2, no: 1 }, or 'balanced'" },
  );
}

/** A copy that shares nothing with what was given. */
export function copyParameters<T extends object>(parameters: T): T {
  return structuredClone(parameters);
}
