/** The public API of Cambium. */
export { CambiumError } from './errors.js';
export {
  definePredictor,
  type Field,
  type FieldDefinition,
  type PayloadRow,
  type Predictor,
  type PredictorContext,
} from './serving/index.js';
