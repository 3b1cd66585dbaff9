export { KINDS, RESERVED_ENDPOINTS } from './schema.js';
export {
  type ApiSpecification,
  readSpecification,
  type SpecificationFile,
  unknownApi,
} from './specification.js';
