/** Lays a model out for contributions. */
export {
  type ContributionPlan,
  checkExplainable,
  writeContributions,
} from './contribution-plan.js';
export { gaussLegendre, type Quadrature } from './gauss-legendre.js';
