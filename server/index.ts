export type { ServedApi } from './api/index.js';
export { InferenceServer } from './inference-server.js';
export { captureConsole } from './log/index.js';
export type { TrafficTotals } from './traffic/index.js';
export { type TransportChoice, transportFromEnvironment } from './transport/index.js';
