/** Scoring on a device: an ensemble of trees over columns of rows. */

export type { Column } from './columns.js';
export type { Ensemble, EnsembleTree } from './ensemble.js';
export { GpuEnsemble, type GpuEnsembleOptions } from './gpu-ensemble.js';
