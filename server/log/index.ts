export { ApiLog } from './api-log.js';
export { RotatingFile, type RotatingFileOptions } from './rotating-file.js';
