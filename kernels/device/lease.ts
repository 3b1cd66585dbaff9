/** One device for all scorers of a process: opened by the first, destroyed by the last, reopened after a loss. */
import { GpuDevice } from './device.js';

let current: { opening: Promise<GpuDevice>; users: number } | undefined;

/** A share of the process's device; {@link DeviceLease.release} it once. */
export interface DeviceLease {
  readonly device: GpuDevice;
  release(): void;
}

/**
 * The process's device, opened when there is none or the last one was lost.
 * @throws NoGpuError when the system has no device.
 */
export async function leaseDevice(): Promise<DeviceLease> {
  current ??= { opening: GpuDevice.open(), users: 0 };
  const entry = current;
  entry.users++;
  const forget = () => {
    if (current === entry) current = undefined;
  };
  let device: GpuDevice;
  try {
    device = await entry.opening;
  } catch (error) {
    forget();
    throw error;
  }
  void device.lost.then(forget);
  if (device.isLost) {
    forget();
    return leaseDevice();
  }
  let released = false;
  return {
    device,
    release() {
      if (released) return;
      released = true;
      entry.users--;
      if (entry.users > 0) return;
      forget();
      device.destroy();
    },
  };
}
