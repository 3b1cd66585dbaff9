export { ApiLog } from './api-log.js';
export { droppedLines, LineLimit } from './line-limit.js';
export { captureOutput, printingLog, printingTo } from './output.js';
export { RotatingFile } from './rotating-file.js';
