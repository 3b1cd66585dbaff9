/** Adapters, devices, their limits and their end. */
export { adapterInfo } from './adapter.js';
export { GpuDevice } from './device.js';
export { type DeviceLease, leaseDevice } from './lease.js';
export { type GpuLimits, limitsOf } from './limits.js';
