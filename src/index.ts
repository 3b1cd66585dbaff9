/** The public API of Cambium. */
export { CambiumError } from './errors.js';
