/** A copy of an example in a folder of its own, and the real command line in it. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { built, packageRoot } from '../../src/runtime/index.js';

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class ExampleCopy {
  readonly folder: string;
  readonly #parent: string;

  /** @param name a folder of examples/ */
  constructor(name: string) {
    this.#parent = mkdtempSync(join(tmpdir(), 'cambium-example-'));
    this.folder = join(this.#parent, name);
    const source = join(packageRoot, 'examples', name);
    cpSync(source, this.folder, {
      recursive: true,
      // What earlier runs of the example have made stays behind.
      filter: (path) => !/\.(csv|arrow|parquet|partial|txt|json)$/.test(basename(path)),
    });
  }

  /** Runs `cambium …` in the copy, with a home of its own, and waits for its end. */
  cambium(...args: string[]): Promise<Ran> {
    const child = spawn(process.execPath, [built('src/cli/main.js'), ...args], {
      cwd: this.folder,
      env: { ...process.env, CAMBIUM_HOME: join(this.#parent, 'home'), CAMBIUM_PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status) => resolve({ status, stdout, stderr }));
    });
  }

  path(inside: string): string {
    return join(this.folder, inside);
  }

  read(inside: string): string {
    return readFileSync(this.path(inside), 'utf8');
  }

  json<T>(inside: string): T {
    return JSON.parse(this.read(inside)) as T;
  }

  remove(): void {
    rmSync(this.#parent, { recursive: true, force: true });
  }
}
