/** Configuration: YAML with line and column, environments merged, values validated. */
export { Configuration, type ConfigurationOptions } from './configuration.js';
export { isMap, type MergeStrategy, valueAt } from './section.js';
export { check, describe, type Subject, validate } from './validate.js';
export {
  formatLocation,
  type Location,
  type PathSegment,
  parseYamlValue,
  readYamlText,
  YamlFile,
} from './yaml-file.js';
