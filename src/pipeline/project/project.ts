/** A project: a folder with `cambium.yml`, configuration, and pipelines in TypeScript or JavaScript. */
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { type MergeStrategy, validate, YamlFile } from '../../catalog/index.js';
import { CambiumError } from '../../errors.js';
import { PROJECT_FILE } from '../../runtime/index.js';

const schema = z.strictObject({
  /** Default: the folder's name. */
  name: z
    .string()
    .regex(/^[\w.-]+$/, 'letters, digits, "_", "." and "-" are allowed')
    .optional(),
  /** Folder with one folder a pipeline. */
  pipelines: z.string().default('src/pipelines'),
  /** File that may name pipelines of its own. */
  registry: z.string().default('src/pipeline-registry'),
  /** File that may export hooks. */
  hooks: z.string().default('src/hooks'),
  /** Folder with `base` and environments. */
  configuration: z.string().default('conf'),
  /** Environment that runs use when none is chosen. */
  environment: z.string().optional(),
  /** How an environment's parameters are merged over the base's. */
  merge: z.strictObject({ parameters: z.enum(['replace', 'soft']).optional() }).optional(),
});

/** Where the parts of a project are; paths are absolute. */
export interface Project {
  readonly name: string;
  readonly folder: string;
  readonly pipelines: string;
  /** Without its extension. */
  readonly registry: string;
  /** Without its extension. */
  readonly hooks: string;
  readonly configuration: string;
  readonly environment: string | undefined;
  readonly mergeParameters: MergeStrategy;
}

/**
 * The project that `folder` is in: the nearest folder upwards with a `cambium.yml`.
 * @throws CambiumError `no-project`, `invalid-configuration`, `yaml-syntax`
 */
export async function findProject(folder: string = process.cwd()): Promise<Project> {
  const start = resolve(folder);
  if (!existsSync(start)) throw new CambiumError('no-project', `there is no folder ${start}`);
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, PROJECT_FILE))) return readProject(at);
    if (dirname(at) === at) {
      throw new CambiumError(
        'no-project',
        `there is no ${PROJECT_FILE} in ${start} or in a folder above it`,
        {
          hint: `go to a project's folder; an empty ${PROJECT_FILE} beside conf/ and src/ makes one`,
        },
      );
    }
  }
}

async function readProject(folder: string): Promise<Project> {
  const file = await YamlFile.read(join(folder, PROJECT_FILE), folder);
  const settings = validate(schema, file.value ?? {}, {
    name: 'project',
    locate: (path) => file.locate(path),
  });
  const absolute = (path: string) => resolve(folder, path);
  return {
    name: settings.name ?? basename(folder),
    folder,
    pipelines: absolute(settings.pipelines),
    registry: absolute(settings.registry),
    hooks: absolute(settings.hooks),
    configuration: absolute(settings.configuration),
    environment: settings.environment,
    mergeParameters: settings.merge?.parameters ?? 'replace',
  };
}
