/** The files of one load: the project's own, each evaluated once in it, and those of packages, once in a process. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Host, Modules } from './jiti.js';
import { isCommonJs, isJavaScript } from './module-kind.js';

/** Modules of packages that Node cannot load, and jiti has compiled. */
const packages: Modules = Object.create(null);

/** Has jiti compile a file of the project instead of Node loading and keeping it. */
class OwnFile extends Error {}

/** Knows which files are the project's own, and keeps what they export. */
export class LoadedFiles {
  readonly #entry: string;
  readonly #home: string;
  readonly #commonJs = new Map<string, Modules[string]>();
  readonly #json = new Map<string, unknown>();
  /** What an `import` finds: not CommonJS, whose exports it must not get bare. */
  readonly esModules: Modules = Object.create(packages);
  /** What a `require` finds. */
  readonly all: Modules;

  /** @param entry the absolute path of the file that is loaded */
  constructor(entry: string) {
    this.#entry = entry;
    this.#home = packageOf(entry);
    const commonJs = this.#commonJs;
    this.all = new Proxy(this.esModules, {
      get: (others, file: string) => commonJs.get(file) ?? others[file],
      set(others, file: string, module: Modules[string]) {
        if (isCommonJs(file)) commonJs.set(file, module);
        else others[file] = module;
        return true;
      },
    });
  }

  /** Absolute paths of the project's files so far, sorted. */
  get own(): string[] {
    const found = [...Object.keys(this.esModules), ...this.#commonJs.keys(), ...this.#json.keys()];
    return [...new Set([this.#entry, ...found.filter((file) => this.#isOwn(file))])].sort();
  }

  /** Keeps the modules of packages for the loads to come. */
  keepPackages(): void {
    for (const [file, module] of Object.entries(this.esModules)) {
      if (module?.loaded && !this.#isOwn(file)) packages[file] = module;
    }
  }

  /** @param commonJs evaluates a file of CommonJS and gives its exports */
  host(modules: Modules, commonJs: (file: string) => unknown): Host {
    return {
      parentCache: modules,
      onError(error) {
        throw error;
      },
      nativeImport: async (file) => {
        const path = String(file).startsWith('file:') ? fileURLToPath(file) : String(file);
        if (!this.#isOwnCode(path)) return import(String(file));
        if (isCommonJs(path)) return namespace(commonJs(path));
        throw new OwnFile();
      },
      createRequire: (from) => {
        const native = createRequire(from);
        const load = (id: string): unknown => {
          if (this.#isOwn(id) && extname(id) === '.json') return this.#readJson(id);
          if (!this.#isOwnCode(id)) return native(id);
          if (isCommonJs(id) && modules !== this.all) return commonJs(id);
          throw new OwnFile();
        };
        return Object.assign(load, native);
      },
    };
  }

  #isOwn(file: string): boolean {
    return isAbsolute(file) && packageOf(file) === this.#home;
  }

  #isOwnCode(file: string): boolean {
    return this.#isOwn(file) && isJavaScript(file);
  }

  #readJson(file: string): unknown {
    if (!this.#json.has(file)) {
      try {
        this.#json.set(file, JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')));
      } catch (error) {
        if (error instanceof SyntaxError) error.message = `${file}: ${error.message}`;
        throw error;
      }
    }
    return this.#json.get(file);
  }
}

/** The folder of the package in `node_modules` that a file is part of; empty where there is none. */
function packageOf(file: string): string {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0] ?? '';
}

/** What `import` gives for CommonJS: its exports as the default, and each by its name. */
function namespace(exports: unknown): Readonly<Record<string, unknown>> {
  const names =
    (typeof exports === 'object' && exports !== null) || typeof exports === 'function'
      ? Object.keys(exports)
      : [];
  const named = names.map((name) => [name, (exports as Record<string, unknown>)[name]]);
  return { ...Object.fromEntries(named), default: exports };
}
