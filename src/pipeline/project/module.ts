/** Loads the project's own modules; their `cambium` is the one that runs them. */
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { CambiumError } from '../../errors.js';
import { explainError, type LoadedModule, loadModule, ownPackage } from '../../runtime/index.js';

const EXTENSIONS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/** The file of a module given without its extension, if there is one. */
export function moduleFile(path: string): string | undefined {
  if (EXTENSIONS.some((extension) => path.endsWith(extension))) {
    return existsSync(path) ? path : undefined;
  }
  return EXTENSIONS.map((extension) => path + extension).find((file) => existsSync(file));
}

/** @throws CambiumError `project-code` that names the file and, if known, the line. */
export async function loadProjectModule(file: string, folder: string): Promise<LoadedModule> {
  const cambium = await ownPackage();
  try {
    return await loadModule(file, { cambium });
  } catch (error) {
    if (error instanceof CambiumError) throw error;
    const shown = relative(folder, file).replaceAll('\\', '/');
    throw new CambiumError(
      'project-code',
      `${shown} cannot be loaded: ${explainError(error, folder)}`,
      { cause: error },
    );
  }
}
