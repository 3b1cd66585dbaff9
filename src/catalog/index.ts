/** Public API of the catalog: configuration, datasets by name, versions, patterns. */
export { type CatalogOptions, DataCatalog } from './catalog.js';
export * from './configuration/index.js';
export type { ChunkWriter, Dataset } from './dataset.js';
export * from './datasets/index.js';
export { baseName, isParameter, isTranscoded, parameterPath } from './names.js';
export { DatasetPattern, sortPatterns } from './pattern.js';
export { timestamp, VersionedPath } from './version.js';
