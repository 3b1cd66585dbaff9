/** A lock between commands that run at the same time, freed when its holder dies. */
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { CambiumError } from '../../src/errors.js';
import { unwritable } from '../../src/runtime/index.js';
import { identify, isAlive, processIdentity } from './process-identity.js';

const WAIT_MS = 60_000;

/** Whether the lock was taken. It appears whole: written beside, then linked to its name, which fails if it is there. */
function take(path: string): boolean {
  const partial = `${path}.${process.pid}.partial`;
  try {
    writeFileSync(partial, JSON.stringify(identify()), { mode: 0o600 });
    linkSync(partial, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw unwritable(path, error);
  } finally {
    rmSync(partial, { force: true });
  }
}

function holderIsGone(path: string): boolean {
  try {
    const holder = processIdentity.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return !holder.success || !isAlive(holder.data);
  } catch (error) {
    // Freed in the meantime: try again. Unreadable: of no use to anybody.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/**
 * Runs `action` while no other process holds the lock.
 * @throws CambiumError `locked` after a minute of waiting.
 */
export async function withLock<T>(path: string, action: () => Promise<T>): Promise<T> {
  const end = Date.now() + WAIT_MS;
  while (!take(path)) {
    if (holderIsGone(path)) rmSync(path, { force: true });
    else if (Date.now() > end) {
      throw new CambiumError('locked', `another command has been at work for a minute: ${path}`);
    } else await new Promise((resolve) => setTimeout(resolve, 50));
  }
  try {
    return await action();
  } finally {
    rmSync(path, { force: true });
  }
}
