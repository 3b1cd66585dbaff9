/** Versions of a dataset: `<filepath>/<timestamp>/<filename>`, the latest unless one is pinned. */
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CambiumError, didYouMean } from '../errors.js';

/** Which versions a run reads and writes. */
export interface Version {
  /** Pinned version to load; the latest otherwise. */
  readonly load?: string | undefined;
  /** Version under which this run saves. */
  readonly save: string;
}

/** `2026-01-31T10.20.30.456Z`: a time in UTC as a folder's name that sorts by age. */
export function timestamp(time: Date = new Date()): string {
  return time.toISOString().replaceAll(':', '.');
}

/** A version's name becomes a folder, so it must not lead elsewhere. */
export function checkVersion(version: string): string {
  if (/^[\w][\w.:-]*$/.test(version)) return version;
  throw new CambiumError('invalid-version', `"${version}" is not the name of a version`, {
    hint: 'a version looks like 2026-01-31T10.20.30.456Z',
  });
}

/** Finds the paths of a versioned file. */
export class VersionedPath {
  readonly #filepath: string;
  readonly #version: Version;
  #saved = false;

  constructor(filepath: string, version: Version) {
    this.#filepath = filepath;
    this.#version = version;
  }

  #path(version: string): string {
    return join(this.#filepath, checkVersion(version), basename(this.#filepath));
  }

  /** Versions that are there, the newest first. */
  async versions(): Promise<string[]> {
    if (!existsSync(this.#filepath) || !(await stat(this.#filepath)).isDirectory()) return [];
    const names = (await readdir(this.#filepath)).sort().reverse();
    return names.filter((name) => existsSync(join(this.#filepath, name, basename(this.#filepath))));
  }

  /**
   * What this run has saved, else the pinned version, else the latest.
   * @throws CambiumError `unknown-version`
   */
  async loadPath(): Promise<string> {
    const { load, save } = this.#version;
    const chosen = load ?? (this.#saved ? save : undefined);
    const versions = chosen === undefined ? await this.versions() : [];
    const version = chosen ?? versions[0];
    if (version !== undefined && existsSync(this.#path(version))) return this.#path(version);
    const there = await this.versions();
    throw new CambiumError(
      'unknown-version',
      version === undefined
        ? `there is no version in ${this.#filepath}`
        : `there is no version "${version}" in ${this.#filepath}`,
      {
        hint:
          version === undefined
            ? 'run the node that saves it first'
            : (didYouMean(version, there) ??
              (there.length > 0 ? `the latest is ${there[0]}` : 'there are none')),
      },
    );
  }

  /**
   * Where this run saves.
   * @throws CambiumError `version-exists`
   */
  async savePath(): Promise<string> {
    const path = this.#path(this.#version.save);
    if (existsSync(path)) {
      throw new CambiumError(
        'version-exists',
        `version "${this.#version.save}" is already saved: ${path}`,
        { hint: 'versions are never overwritten' },
      );
    }
    if (existsSync(this.#filepath) && !(await stat(this.#filepath)).isDirectory()) {
      throw new CambiumError(
        'version-exists',
        `${this.#filepath} is a file: a versioned dataset keeps a folder there`,
        { hint: 'move the file away, or drop "versioned: true"' },
      );
    }
    return path;
  }

  /** From now on this run loads what it saved. */
  saved(): void {
    this.#saved = true;
  }
}
