/** Whether Linux has a Vulkan loader: without one, asking Dawn for a GPU only makes it print a warning. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LOADER = 'libvulkan.so.1';
/** The linker's index of all libraries outside LD_LIBRARY_PATH. */
const CACHE = '/etc/ld.so.cache';

/** True on other systems, and where it cannot be told. */
export function mayHaveVulkanLoader(): boolean {
  if (process.platform !== 'linux') return true;
  const folders = (process.env['LD_LIBRARY_PATH'] ?? '').split(':').filter(Boolean);
  if (folders.some((folder) => existsSync(join(folder, LOADER)))) return true;
  try {
    return readFileSync(CACHE).includes(LOADER);
  } catch {
    // Systems without the index (musl, Nix) keep their libraries in places that cannot be guessed.
    return true;
  }
}
