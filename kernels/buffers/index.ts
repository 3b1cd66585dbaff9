/** Memory of the device: pooled buffers, and the ring that overlaps batches. */
export { BufferPool, sizeClass } from './pool.js';
export { overRing } from './ring.js';
export { BufferUsage, COMPUTE_STAGE, MapMode } from './usage.js';
