export {
  featureInfo,
  fieldName,
  formatDouble,
  formatModel,
  formatShort,
  parseModel,
  readModel,
  writeModel,
} from './lightgbm-text/index.js';
