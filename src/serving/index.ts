export {
  definePredictor,
  type Field,
  type FieldDefinition,
  type FieldType,
  isPredictor,
  type PayloadRow,
  type Predictor,
  type PredictorContext,
  type PredictorDefinition,
  type PredictorExport,
} from './predictor.js';
