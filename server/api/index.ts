export { loadApi } from './load-api.js';
export { LoadedApi, type ServedApi } from './loaded-api.js';
