export { defaultApiFile } from './api-files.js';
export {
  type ApiSpecification,
  readSpecification,
} from './specification.js';
