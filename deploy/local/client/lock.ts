/**
 * A lock between commands that run at the same time, freed when its holder dies. It is a folder with one file in it, whose
 * name says who holds the lock. Only renaming that file takes or frees it: of several who try, the system lets one succeed,
 * nobody can free what another has just taken, and a full disk is no obstacle.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CambiumError } from '../../../src/errors.js';
import { unwritable } from '../../../src/runtime/index.js';
import { identify, isAlive, type ProcessIdentity } from '../state/process-identity.js';

const WAIT_MS = 60_000;
const POLL_MS = 50;
const FREE = 'free';

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? '';

/** `held PID START NONCE`: a system's words for a start may hold what a file's name may not. */
function nameOf({ pid, started }: ProcessIdentity): string {
  return ['held', pid, encodeURIComponent(started), randomUUID()].join(' ');
}

function holderOf(name: string): ProcessIdentity | undefined {
  const [word, pid, started] = name.split(' ');
  if (word !== 'held' || started === undefined) return undefined;
  return { pid: Number(pid), started: decodeURIComponent(started) };
}

/** Makes the folder whole, beside its place: a rename puts it there, unless another process has been first. */
function create(path: string): void {
  const partial = `${path}.${process.pid}-${randomUUID()}.partial`;
  try {
    mkdirSync(partial, { recursive: true, mode: 0o700 });
    writeFileSync(join(partial, FREE), '');
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!/^(?:ENOTEMPTY|EEXIST|EPERM)$/.test(codeOf(error))) throw unwritable(path, error);
  }
}

/** Takes the lock from nobody, or from a process that has ended. */
function take(path: string, mine: string): boolean {
  let names: string[];
  try {
    names = readdirSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw unwritable(path, error);
    create(path);
    return false;
  }
  for (const name of names) {
    const holder = holderOf(name);
    if (holder === undefined ? name !== FREE : isAlive(holder)) continue;
    try {
      renameSync(join(path, name), join(path, mine));
      return true;
    } catch (error) {
      // Another was faster.
      if (codeOf(error) !== 'ENOENT') throw unwritable(path, error);
    }
  }
  return false;
}

/**
 * Runs `action` while no other process holds the lock.
 * @param path of the lock's folder
 * @throws CambiumError `locked` after a minute of waiting; `unwritable`
 */
export async function withLock<T>(path: string, action: () => Promise<T>): Promise<T> {
  const mine = nameOf(identify());
  const end = performance.now() + WAIT_MS;
  for (let tries = 0; !take(path, mine); tries++) {
    if (performance.now() > end) {
      throw new CambiumError('locked', `another command has been at work for a minute: ${path}`);
    }
    // The first time the folder may just have been made.
    if (tries > 0) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  try {
    return await action();
  } finally {
    try {
      renameSync(join(path, mine), join(path, FREE));
    } catch {
      // The home is gone, or read-only by now: the lock is free when this process has ended.
    }
  }
}
