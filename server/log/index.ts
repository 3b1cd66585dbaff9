export { ApiLog } from './api-log.js';
export { captureConsole, printTo } from './console.js';
export { RotatingFile } from './rotating-file.js';
