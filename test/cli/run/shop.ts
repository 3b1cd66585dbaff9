/** Runs the project `shop` by the command of the build, each test in a copy of its own. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type Running, start as startCommand } from '../commands/cambium.js';

const shop = join(import.meta.dirname, '../../fixtures/projects/shop');
/** The test's copy of the project. */
export let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cambium-run-'));
  await cp(shop, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Place {
  /** Default: The project's folder. */
  readonly cwd?: string;
  readonly env?: Record<string, string>;
}

/** Starts `cambium run ARGUMENTS`; it is killed with the test. */
export function start(args: readonly string[], { cwd = folder, env = {} }: Place = {}): Running {
  return startCommand(['run', ...args], cwd, env);
}

/** Runs `cambium run ARGUMENTS` in the project to its end. */
export const cambium = (...args: string[]) => start(args).ended;
