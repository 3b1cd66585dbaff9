/** The door of training step by step. */
export { Booster } from './booster.js';
