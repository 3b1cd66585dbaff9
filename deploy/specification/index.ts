export {
  type ApiSpecification,
  readSpecification,
} from './specification.js';
