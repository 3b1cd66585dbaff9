/** Lays a model out for contributions. */
export {
  type ContributionPlan,
  writeContributions,
} from './contribution-plan.js';
