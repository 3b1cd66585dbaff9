export { KINDS, RESERVED_ENDPOINTS } from './schema.js';
export {
  type ApiSpecification,
  readSpecification,
  type SpecificationFile,
} from './specification.js';
