export { counted, formatCount } from './counts.js';
export { explainError } from './explain-error.js';
export { checkInput, checkPath, type InputFileOptions, unreadable } from './input-file.js';
export { type LoadedModule, loadModule } from './load-module.js';
export {
  formatRecord,
  formatTime,
  type Logger,
  type LogLevel,
  type LogRecord,
  type LogSink,
  logger,
  plainSink,
  silentSink,
  withLogSink,
} from './log.js';
export { makeProjectState, PROJECT_FILE, PROJECT_STATE } from './module-cache.js';
export { checkOutput } from './output-file.js';
export { ownPackage } from './own-package.js';
export { built, packageRoot } from './package-root.js';
export { parseJson } from './parse-json.js';
export { PartialFile, reasonOf, unwritable, writeAtomically } from './partial-file.js';
export { printable } from './printable.js';
export { type ReadJsonOptions, readJson } from './read-json.js';
export { type ReadTextOptions, readText } from './read-text.js';
export { SerialQueue } from './serial-queue.js';
export { isError, thrownMessage } from './thrown.js';
export { traceOf } from './trace.js';
