export { ApiEntry, ApiTable, type KnownApi } from './api-table.js';
export { loadApi } from './load-api.js';
export { LoadedApi, type ServedApi } from './loaded-api.js';
