export type { ServedApi } from './api/index.js';
export { InferenceServer, type InferenceServerOptions } from './inference-server.js';
export { captureConsole } from './log/index.js';
export { addTraffic, NO_TRAFFIC, type TrafficTotals } from './traffic/index.js';
export { type TransportChoice, transportFromEnvironment } from './transport/index.js';
