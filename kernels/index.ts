/** The GPU's half of Cambium: WGSL kernels, and the host that owns devices, pipelines and buffers. */
export {
  adapterInfo,
  type DeviceLease,
  GpuDevice,
  type GpuLimits,
  leaseDevice,
} from './device/index.js';
export {
  DeviceLostError,
  GpuError,
  GpuLimitError,
  NoGpuError,
  UnsupportedEnsembleError,
} from './errors.js';
export {
  type Column,
  type Ensemble,
  type EnsembleTree,
  GpuEnsemble,
  type GpuEnsembleOptions,
} from './scoring/index.js';
