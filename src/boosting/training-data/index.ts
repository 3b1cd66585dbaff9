export { checkWeights } from './check-rows.js';
export { roleColumns } from './column-roles.js';
export type { TrainingTable, ValidationTable } from './training-data.js';
export {
  completeData,
  type NumberList,
  type TrainingData,
  type ValidationData,
} from './training-input.js';
