export { LocalEnvironment } from './environment.js';
