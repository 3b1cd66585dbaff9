/** Squared error. */
import { type ObjectiveDefinition, weightedMean } from './objective-definition.js';

export const regression: ObjectiveDefinition = {
  text: (p) => (p.reg_sqrt ? 'regression sqrt' : 'regression'),
  constantHessian: true,
  fused: true,
  transformLabel: (label, p) =>
    p.reg_sqrt ? Math.sign(label) * Math.sqrt(Math.abs(label)) : label,
  initialScore: weightedMean,
};
