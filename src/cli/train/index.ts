/** What `cambium train` does once it is called. */
export { runTraining } from './run-training.js';
