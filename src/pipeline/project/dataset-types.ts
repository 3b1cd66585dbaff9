/** Types of datasets that a catalog names by a module: of the project, or of a package. */
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import {
  type Configuration,
  type DatasetType,
  datasetTypes,
  formatLocation,
  isMap,
} from '../../catalog/index.js';
import { CambiumError, describeFound } from '../../errors.js';
import { explainError } from '../../runtime/index.js';
import { loadProjectModule, moduleFile } from './module.js';

/** A module, and the export that is the type: `./src/datasets/excel.ts#orders`; without `#` the default one. */
interface ModuleName {
  readonly module: string;
  readonly name: string;
}

export interface LoadedTypes {
  /** By the words of the catalog. */
  readonly types: ReadonlyMap<string, DatasetType>;
  /** The project's files that they come from: a change of one is a change of code. */
  readonly files: readonly string[];
}

function readName(type: string): ModuleName {
  const [module = '', name = 'default'] = type.split('#');
  return { module, name };
}

/**
 * The types that a configuration's datasets name by a module: a path that begins with a dot, from the project's folder, or
 * a package that is installed there.
 * @throws CambiumError with the place in the catalog: `missing-module`, `project-code`, `bad-dataset-type`
 */
export async function loadDatasetTypes(
  configuration: Configuration,
  folder: string,
): Promise<LoadedTypes> {
  const types = new Map<string, DatasetType>();
  const files = new Set<string>();
  for (const dataset of configuration.datasetNames) {
    const entry = configuration.dataset(dataset);
    const type = isMap(entry) ? entry['type'] : undefined;
    if (typeof type !== 'string' || datasetTypes.has(type) || types.has(type)) continue;
    const file = fileOf(readName(type).module, folder);
    if (file === undefined) continue;
    try {
      const loaded = await loadType(type, file, folder);
      types.set(type, loaded.type);
      for (const one of loaded.files) files.add(one);
    } catch (error) {
      if (!(error instanceof CambiumError)) throw error;
      const at = configuration.locateDataset([dataset, 'type']);
      const where = at === undefined ? '' : `${formatLocation(at)}: `;
      const problem = `${where}dataset "${dataset}": type "${type}": ${error.problem}`;
      throw new CambiumError(error.code, problem, { hint: error.hint, cause: error });
    }
  }
  return { types, files: [...files] };
}

/** Where the module lies; undefined for a name that is none of a module: a built-in type, perhaps misspelt. */
function fileOf(module: string, folder: string): string | undefined {
  if (module.startsWith('.')) {
    const path = resolve(folder, module);
    return moduleFile(path) ?? path;
  }
  // A package's name may be any word: it is one if it is there.
  try {
    return createRequire(join(folder, 'package.json')).resolve(module);
  } catch {
    return undefined;
  }
}

async function loadType(type: string, file: string, folder: string) {
  const { module, name } = readName(type);
  const { exports, files } = module.startsWith('.')
    ? await loadProjectModule(file, folder)
    : { exports: await loadPackage(file, module, folder), files: [] };
  const found = exports[name];
  if (isDatasetType(found)) return { type: found, files };
  const names = Object.keys(exports).filter((one) => isDatasetType(exports[one]));
  throw new CambiumError(
    'bad-dataset-type',
    found === undefined
      ? `it exports no "${name}"`
      : `its export "${name}" is ${describeFound(found)}: expected an object with create(fields, context)`,
    {
      hint:
        names.length === 0
          ? 'export default { create: (fields, { root }) => … } as a DatasetType'
          : `types that it exports: ${names.map((one) => `${module}#${one}`).join(', ')}`,
    },
  );
}

/** A package is loaded once, as any import of it. */
async function loadPackage(
  file: string,
  name: string,
  folder: string,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(file);
  } catch (error) {
    const why = explainError(error, folder);
    throw new CambiumError('project-code', `package ${name} cannot be loaded: ${why}`, {
      cause: error,
    });
  }
}

function isDatasetType(value: unknown): value is DatasetType {
  return isMap(value) && typeof value['create'] === 'function';
}
