/** Finds what the build puts beside the code, whether this file runs from `src/` or from `dist/src/`. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findPackageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('cambium: package.json not found above the code');
    folder = parent;
  }
  return folder;
}

/** The folder of cambium's own package.json. */
export const packageRoot: string = findPackageRoot();

/**
 * A file of the build, e.g. `built('src/scoring/worker.js')` or `built('assembly/training.wasm')`.
 * Worker threads and child processes need compiled files, also when their parent runs from TypeScript.
 */
export function built(path: string): string {
  return join(packageRoot, 'dist', path);
}
