/** jiti without its entry file, which would have Node load, and keep for ever, plain JavaScript of a project. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Jiti, JitiOptions } from 'jiti';
import { isCommonJs } from './module-kind.js';

/** Evaluated modules by the paths of their files. */
export type Modules = Record<string, { readonly loaded: boolean } | undefined>;

/** What jiti's entry file gives to its core. */
export interface Host {
  onError(error: unknown): never;
  /** When it throws, jiti compiles the file itself. */
  nativeImport(file: string | URL): Promise<unknown>;
  createRequire(file: string): NodeJS.Require;
  /** Where a module's imports are looked up and put, at once and whenever it imports later. */
  readonly parentCache: Modules;
}

type Compile = NonNullable<JitiOptions['transform']>;

interface Core {
  createCore(id: string, options: JitiOptions, host: Host): Jiti;
  readonly compile: Compile;
}

let core: Core | undefined;

/** The core and its compiler. Its types do not tell of them, therefore package.json names one version of jiti. */
export function jiti(): Core {
  if (core !== undefined) return core;
  const load = createRequire(import.meta.url);
  const dist = join(dirname(load.resolve('jiti/package.json')), 'dist');
  core = {
    createCore: load(join(dist, 'jiti.cjs')) as Core['createCore'],
    compile(options) {
      const script = options.filename !== undefined && isCommonJs(options.filename);
      // The compiler is large: a project that is compiled already does without.
      const babel = load(join(dist, 'babel.cjs')) as Compile;
      if (!script) return babel(options);
      return babel({ ...options, babel: { ...options.babel, sourceType: 'script' } });
    },
  };
  return core;
}
