export {
  type ApiState,
  type DeployAction,
  type DeployedApi,
  LocalEnvironment,
} from './environment.js';
