/** Where the local environment keeps its state: files below CAMBIUM_HOME. */
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { unwritable } from '../../../src/runtime/index.js';

/** Paths of one home. Two homes share nothing. */
export class LocalHome {
  /** The folder `local` of the home. */
  readonly folder: string;

  /** @param home default: CAMBIUM_HOME, else `~/.cambium`. */
  constructor(home?: string) {
    const chosen = home ?? (process.env['CAMBIUM_HOME'] || join(homedir(), '.cambium'));
    this.folder = join(resolve(chosen), 'local');
  }

  /** Makes the folders, for this user alone. @throws CambiumError `unwritable` */
  create(): void {
    try {
      for (const folder of [this.folder, this.apis, this.traffic, this.models, this.logs]) {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
      }
    } catch (error) {
      throw unwritable(this.folder, error);
    }
  }

  /** Who supervises, and how to reach it: {@link SupervisorState}. */
  get supervisor(): string {
    return join(this.folder, 'supervisor.json');
  }

  /** The server process, in case its supervisor dies without it. */
  get server(): string {
    return join(this.folder, 'server.json');
  }

  get supervisorLog(): string {
    return join(this.folder, 'supervisor.log');
  }

  /** Host and port, from the first deployment to the last deletion. */
  get network(): string {
    return join(this.folder, 'network.json');
  }

  /** Held while a command changes something: a folder, see {@link withLock}. */
  get lock(): string {
    return join(this.folder, 'turn');
  }

  get apis(): string {
    return join(this.folder, 'apis');
  }

  get traffic(): string {
    return join(this.folder, 'traffic');
  }

  get models(): string {
    return join(this.folder, 'models');
  }

  get logs(): string {
    return join(this.folder, 'logs');
  }

  log(name: string): string {
    return join(this.logs, `${name}.log`);
  }
}
