import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type CatalogOptions, Configuration, DataCatalog } from '../../src/catalog/index.js';
import { CambiumError } from '../../src/index.js';

export let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cambium-catalog-'));
});
afterEach(() => rm(root, { recursive: true }));

export const catalogOf = (
  entries: Record<string, unknown>,
  options: Partial<CatalogOptions> = {},
  parameters = {},
) => new DataCatalog(Configuration.of({ catalog: entries, parameters }), { root, ...options });
export async function fromYaml(
  text: string,
  options: Partial<CatalogOptions> = {},
): Promise<DataCatalog> {
  await mkdir(join(root, 'conf/base'), { recursive: true });
  await writeFile(join(root, 'conf/base/catalog.yml'), text);
  const configuration = await Configuration.load({
    folder: join(root, 'conf'),
    root,
    environment: 'local',
  });
  return new DataCatalog(configuration, { root, ...options });
}
export async function failure(work: () => unknown): Promise<CambiumError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof CambiumError) return error;
    throw error;
  }
  throw new Error('expected an error');
}
