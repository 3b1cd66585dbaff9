/** Loads a TypeScript or JavaScript module of a user's project, fresh from its files each time. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { jiti } from './jiti.js';
import { LoadedFiles } from './loaded-files.js';
import { moduleCacheFolder } from './module-cache.js';

/** What {@link loadModule} gives. */
export interface LoadedModule {
  /** The module's exports by name; the default export is `default`. */
  readonly exports: Readonly<Record<string, unknown>>;
  /** The module's own file and those that it imports, absolute and sorted; none of `node_modules`. */
  readonly files: readonly string[];
}

/**
 * Loads a module without a build step of the user's. The project's files are read anew. The files of a
 * package in `node_modules` are loaded once in a process, no matter when they are asked for: a package
 * that meets a second copy of itself does not know its own objects.
 * @param path the module's file.
 * @param modules what the module gets for a bare import, e.g. `{ cambium }`: this process's own
 *   instance of the package instead of a second copy.
 * @throws whatever the module throws, or a syntax error with its position.
 */
export async function loadModule(
  path: string,
  modules: Readonly<Record<string, unknown>> = {},
): Promise<LoadedModule> {
  const entry = resolve(path);
  const files = new LoadedFiles(entry);
  const { createCore, compile } = jiti();
  const options = {
    // Compiled modules are kept with a hash of their sources, so an edited file is compiled anew.
    fsCache: moduleCacheFolder(entry) ?? false,
    moduleCache: false,
    interopDefault: false,
    virtualModules: { ...modules },
    transform: compile,
  };
  const url = pathToFileURL(entry).href;
  const commonJs = createCore(
    url,
    options,
    files.host(files.all, (file) => commonJs(file)),
  );
  const load = createCore(
    url,
    options,
    files.host(files.esModules, (file) => commonJs(file)),
  );
  try {
    const exports = await load.import<Record<string, unknown>>(entry);
    return { exports, files: files.own };
  } finally {
    files.keepPackages();
  }
}
