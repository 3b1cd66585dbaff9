export type { KnownApi, ServedApi } from './api/index.js';
export { containApis } from './containment.js';
export { InferenceServer } from './inference-server.js';
export { captureOutput, droppedLines, LineLimit, RotatingFile } from './log/index.js';
export type { TrafficTotals } from './traffic/index.js';
export {
  type ServerLimits,
  type TransportChoice,
  transportFromEnvironment,
} from './transport/index.js';
