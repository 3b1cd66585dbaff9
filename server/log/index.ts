export { ApiLog } from './api-log.js';
export { captureConsole, printTo } from './console.js';
export { RotatingFile, type RotatingFileOptions } from './rotating-file.js';
