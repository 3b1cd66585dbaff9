// npm test: sets itself up, then runs vitest with a Vulkan driver in software where there is no GPU.
import { join } from 'node:path';
import { build } from './build.mjs';
import { become, root } from './lib.mjs';

build({ debug: true });
const { softwareVulkan } = await import('./software-vulkan.mjs');
const args = process.argv.slice(2);
become(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...args], {
  env: { ...process.env, ...softwareVulkan() },
});
