/** Finds the adapter: the browser's own WebGPU, or Dawn through the `webgpu` package. */
import { NoGpuError } from '../errors.js';

/** Who makes the device, and whether it is a real one. */
export interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  /** For people, e.g. `NVIDIA H100 (hopper)`. */
  readonly description: string;
  /** True when the driver computes on the CPU (SwiftShader, llvmpipe, WARP). */
  readonly software: boolean;
}

/** An adapter, and the GPU object that must stay referenced while its devices live. */
export interface FoundAdapter {
  readonly gpu: GPU;
  readonly adapter: GPUAdapter;
  readonly info: AdapterInfo;
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render|warp/i;

async function openGpu(): Promise<GPU> {
  const browser = (globalThis.navigator as Navigator | undefined)?.gpu;
  if (browser) return browser;
  try {
    const { create } = await import('webgpu');
    return create([]);
  } catch (cause) {
    throw new NoGpuError(
      `WebGPU's driver Dawn does not load on ${process.platform}-${process.arch}: ${(cause as Error).message}`,
      { cause },
    );
  }
}

function describe(info: GPUAdapterInfo): AdapterInfo {
  const name = info.device.trim() || [info.vendor, info.architecture].join(' ').trim();
  const driver = info.description.trim();
  const words = [info.vendor, info.architecture, info.device, driver].join(' ');
  return {
    vendor: info.vendor,
    architecture: info.architecture,
    description: (driver.length > 0 && !name.includes(driver) ? `${name}, ${driver}` : name).trim(),
    software: info.isFallbackAdapter || SOFTWARE.test(words),
  };
}

/**
 * The system's most powerful adapter.
 * @throws NoGpuError when there is none. Let go of the result, or the process does not exit.
 */
export async function findAdapter(): Promise<FoundAdapter> {
  const gpu = await openGpu();
  let adapter: GPUAdapter | null;
  try {
    adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  } catch (cause) {
    throw new NoGpuError(`asking for a WebGPU adapter failed: ${(cause as Error).message}`, {
      cause,
    });
  }
  if (!adapter) {
    throw new NoGpuError(
      'no WebGPU adapter: this machine has no GPU with a Vulkan, Metal or D3D12 driver',
    );
  }
  return { gpu, adapter, info: describe(adapter.info) };
}

/** What {@link findAdapter} would find, or undefined; keeps nothing open. */
export async function adapterInfo(): Promise<AdapterInfo | undefined> {
  try {
    return (await findAdapter()).info;
  } catch (error) {
    if (error instanceof NoGpuError) return undefined;
    throw error;
  }
}
