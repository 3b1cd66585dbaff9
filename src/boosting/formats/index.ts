export {
  featureInfo,
  formatDouble,
  formatModel,
  formatShort,
  parseModel,
  readModel,
  writeModel,
} from './lightgbm-text/index.js';
