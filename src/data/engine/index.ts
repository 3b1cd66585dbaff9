export {
  closeDatabase,
  configureDatabase,
  connect,
  type DatabaseLimits,
  withConnection,
} from './database.js';
export { bindings, duckdb } from './duckdb.js';
export { type SourceContext, translateError } from './errors.js';
export {
  sqlIdentifier,
  sqlNumber,
  sqlPath,
  sqlString,
} from './sql.js';
export { type StreamedChunk, stream } from './stream.js';
