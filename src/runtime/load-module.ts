/** Loads a TypeScript or JavaScript module of a user's project, fresh from its files each time. */
import { resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { moduleCacheFolder } from './module-cache.js';

/** What {@link loadModule} gives. */
export interface LoadedModule {
  /** The module's exports by name; the default export is `default`. */
  readonly exports: Readonly<Record<string, unknown>>;
  /** The module's own file and those that it imports, absolute and sorted; none of `node_modules`. */
  readonly files: readonly string[];
}

// Loads share Node's module cache, so that what one load added can be told from another's.
let queue: Promise<unknown> = Promise.resolve();

/**
 * Loads a module without a build step of the user's.
 * @param path the module's file.
 * @param modules what the module gets for a bare import, e.g. `{ cambium }`: this process's own
 *   instance of the package instead of a second copy.
 * @throws whatever the module throws, or a syntax error with its position.
 */
export function loadModule(
  path: string,
  modules: Readonly<Record<string, unknown>> = {},
): Promise<LoadedModule> {
  const loaded = queue.then(() => load(resolve(path), modules));
  queue = loaded.catch(() => undefined);
  return loaded;
}

async function load(
  path: string,
  modules: Readonly<Record<string, unknown>>,
): Promise<LoadedModule> {
  const { createJiti } = await import('jiti');
  const jiti = createJiti(pathToFileURL(path).href, {
    // Compiled modules are kept with a hash of their sources, so an edited file is compiled anew.
    fsCache: moduleCacheFolder(path) ?? false,
    moduleCache: true,
    interopDefault: false,
    virtualModules: { ...modules },
  });
  const before = new Set(Object.keys(jiti.cache));
  const added = () => Object.keys(jiti.cache).filter((file) => !before.has(file));
  try {
    const exports = await jiti.import<Record<string, unknown>>(path);
    const own = added().filter((file) => !file.includes(`${sep}node_modules${sep}`));
    return { exports, files: [...new Set([path, ...own])].sort() };
  } finally {
    // The next load reads the files again.
    for (const file of added()) delete jiti.cache[file];
  }
}
