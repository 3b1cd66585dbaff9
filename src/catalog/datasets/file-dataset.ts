/** A dataset that is one file, or one file a version. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import { CambiumError, didYouMean } from '../../errors.js';
import { unwritable } from '../../runtime/index.js';
import { type ChunkWriter, collectingWriter, type Dataset } from '../dataset.js';
import { type Version, VersionedPath } from '../version.js';

/** Where the file of a dataset is. */
export interface FileDatasetOptions {
  /** Relative to `root`, or absolute. */
  readonly filepath: string;
  /** The project. */
  readonly root: string;
  /** Present for a versioned dataset. */
  readonly version?: Version | undefined;
}

/** Finds paths, versions and near misses; subclasses read and write the contents. */
export abstract class FileDataset<T> implements Dataset<T> {
  abstract readonly kind: string;
  readonly persistent = true;
  readonly #options: FileDatasetOptions;
  readonly #path: string;
  readonly #versions: VersionedPath | undefined;

  constructor(options: FileDatasetOptions) {
    const { filepath, root, version } = options;
    if (/^[a-z][a-z0-9+.-]+:\/\//i.test(filepath)) {
      throw new CambiumError(
        'remote-path',
        `filepath "${filepath}": only files of this machine can be datasets`,
        { hint: 'download it to data/01_raw first' },
      );
    }
    this.#options = options;
    this.#path = isAbsolute(filepath) ? filepath : join(root, filepath);
    this.#versions = version === undefined ? undefined : new VersionedPath(this.#path, version);
  }

  protected abstract read(path: string): Promise<T>;
  /** Writes the file at `path` atomically. */
  protected abstract write(path: string, data: T): Promise<void>;

  /** Joins the parts of a save in parts; subclasses that can write parts as they come override {@link writeParts}. */
  protected join(_chunks: T[]): T | Promise<T> {
    throw new CambiumError('not-in-parts', `a ${this.kind} cannot be saved in parts`, {
      hint: 'return the whole value instead of yielding parts of it',
    });
  }

  /** Begins to write parts of the file at `path`. */
  protected async writeParts(path: string): Promise<ChunkWriter<T>> {
    return collectingWriter(
      (chunks) => this.join(chunks),
      (data) => this.write(path, data),
    );
  }

  async load(): Promise<T> {
    const path = this.#versions === undefined ? this.#path : await this.#versions.loadPath();
    if (!existsSync(path)) throw await missing(path, this.#options.root);
    return this.read(path);
  }

  async save(data: T): Promise<void> {
    const path = await this.#savePath();
    await this.write(path, data);
    this.#versions?.saved();
  }

  async openWriter(): Promise<ChunkWriter<T>> {
    const writer = await this.writeParts(await this.#savePath());
    return {
      write: (chunk) => writer.write(chunk),
      close: async () => {
        await writer.close();
        this.#versions?.saved();
      },
      abort: () => writer.abort(),
    };
  }

  async #savePath(): Promise<string> {
    const path = this.#versions === undefined ? this.#path : await this.#versions.savePath();
    try {
      await mkdir(dirname(path), { recursive: true });
    } catch (error) {
      throw unwritable(path, error);
    }
    return path;
  }

  async exists(): Promise<boolean> {
    if (this.#versions === undefined) return existsSync(this.#path);
    return this.#versions.loadPath().then(
      () => true,
      () => false,
    );
  }

  /** Path, size and time of the last change. */
  async state(): Promise<string | undefined> {
    try {
      const path = this.#versions === undefined ? this.#path : await this.#versions.loadPath();
      const { size, mtimeMs } = await stat(path);
      return `${relative(this.#options.root, path)} ${size} ${mtimeMs}`;
    } catch {
      return undefined;
    }
  }

  release(): void {}

  describe(): Readonly<Record<string, unknown>> {
    const { filepath, version } = this.#options;
    return { type: this.kind, filepath, ...(version === undefined ? {} : { versioned: true }) };
  }
}

async function missing(path: string, root: string): Promise<CambiumError> {
  const folder = dirname(path);
  const shown = relative(root, path);
  const name = shown.startsWith('..') ? path : shown;
  if (!existsSync(folder)) {
    return new CambiumError('missing-file', `${name}: there is no such file`, {
      hint: `the folder ${dirname(name)} does not exist either`,
    });
  }
  const beside = (await readdir(folder)).filter((one) => !one.startsWith('.'));
  return new CambiumError('missing-file', `${name}: there is no such file`, {
    hint: didYouMean(basename(path), beside) ?? 'put it there, or run the node that saves it',
  });
}
