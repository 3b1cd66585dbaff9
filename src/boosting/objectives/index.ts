/** Objectives: what each decides before the first tree. */
import type { ObjectiveName } from '../parameters/index.js';
import { binary, multiclass, multiclassova } from './classes.js';
import { crossEntropy, crossEntropyLambda } from './cross-entropy.js';
import { gamma, poisson, tweedie } from './log-link.js';
import type { ObjectiveDefinition } from './objective-definition.js';
import { lambdarank, rankXendcg } from './ranking.js';
import { fair, huber, mape, quantile, regression, regressionL1 } from './regression.js';

export {
  type ObjectiveDefinition,
  ObjectiveKind,
  type TrainingRows,
} from './objective-definition.js';

/** All objectives by name. */
export const objectives: Readonly<Record<ObjectiveName, ObjectiveDefinition>> = {
  regression,
  regression_l1: regressionL1,
  huber,
  fair,
  poisson,
  quantile,
  mape,
  gamma,
  tweedie,
  binary,
  multiclass,
  multiclassova,
  cross_entropy: crossEntropy,
  cross_entropy_lambda: crossEntropyLambda,
  lambdarank,
  rank_xendcg: rankXendcg,
  // A function of the user's.
  custom: { text: () => 'custom', classes: (p) => p.num_class },
};
