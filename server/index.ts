export { InferenceServer, type InferenceServerOptions } from './inference-server.js';
export { type ApiParts, loadApi } from './load-api.js';
export type { ServedApi } from './loaded-api.js';
export { captureConsole } from './log/index.js';
export { addTraffic, NO_TRAFFIC, type TrafficTotals } from './traffic/index.js';
export { type TransportChoice, transportFromEnvironment } from './transport/index.js';
