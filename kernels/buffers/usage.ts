/** WebGPU's flags as numbers of its specification: Node has no such globals. */

/** `GPUBufferUsage`. */
export const BufferUsage = {
  mapRead: 0x0001,
  mapWrite: 0x0002,
  copySource: 0x0004,
  copyDestination: 0x0008,
  uniform: 0x0040,
  storage: 0x0080,
  queryResolve: 0x0200,
} as const;

/** `GPUMapMode`. */
export const MapMode = { read: 1, write: 2 } as const;

/** `GPUShaderStage.COMPUTE`. */
export const COMPUTE_STAGE = 4;
