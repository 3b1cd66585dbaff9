export {
  type ApiState,
  type DeployAction,
  type DeployedApi,
  type DeployOptions,
  LocalEnvironment,
} from './environment.js';
export { LocalHome } from './home.js';
export type { ApiStatus, SupervisedApi } from './messages.js';
