/** Training step by step. */
export { Booster } from './booster.js';
