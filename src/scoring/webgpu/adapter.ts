/** Whether this machine has a WebGPU device, for those who choose between backends. */

/** A device as a user knows it. */
export interface WebGpuAdapter {
  /** E.g. `NVIDIA H100 PCIe`. */
  readonly description: string;
  /** True when it is software on the CPU, slower than the backend wasm. */
  readonly software: boolean;
}

/** The system's WebGPU device, or undefined when there is none. Keeps nothing open. */
export async function webGpuAdapter(): Promise<WebGpuAdapter | undefined> {
  const { adapterInfo } = await import('../../../kernels/index.js');
  const info = await adapterInfo();
  return info && { description: info.description, software: info.software };
}
