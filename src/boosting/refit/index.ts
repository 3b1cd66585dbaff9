export { type RefitOptions, refit } from './refit.js';
