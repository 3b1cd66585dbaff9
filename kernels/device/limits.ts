/** The limits of a device that the kernels plan with; tests force smaller ones. */

/** WebGPU's limits by their own names, in bytes or counts. */
export interface GpuLimits {
  readonly maxStorageBufferBindingSize: number;
  readonly maxBufferSize: number;
  readonly maxComputeWorkgroupStorageSize: number;
  readonly maxComputeInvocationsPerWorkgroup: number;
  readonly maxComputeWorkgroupsPerDimension: number;
}

const NAMES = [
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GpuLimits)[];

/** What to ask of `requestDevice`: without it a device has WebGPU's defaults, not the adapter's maxima. */
export function adapterMaxima(adapter: GPUAdapter): Record<keyof GpuLimits, number> {
  return Object.fromEntries(NAMES.map((name) => [name, adapter.limits[name]])) as Record<
    keyof GpuLimits,
    number
  >;
}

/** The device's limits, lowered to the given ones. */
export function limitsOf(
  device: { readonly limits: GPUSupportedLimits },
  lower: Partial<GpuLimits> = {},
): GpuLimits {
  return Object.fromEntries(
    NAMES.map((name) => [name, Math.min(device.limits[name], lower[name] ?? Infinity)]),
  ) as unknown as GpuLimits;
}
