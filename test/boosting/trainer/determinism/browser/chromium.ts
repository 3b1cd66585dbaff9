/** A headless Chromium: the one that a development dependency ships, unpacked once, or the system's own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { packageRoot } from '../../../../../src/runtime/index.js';

const shipped = join(packageRoot, 'node_modules/@sparticuz/chromium');
const cache = join(packageRoot, 'node_modules/.cache/chromium');

/** A program that runs here. */
export interface Chromium {
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The folder of the unpacked Chromium, and of libraries that few machines lack. */
function unpack(): string {
  const { version } = JSON.parse(readFileSync(join(shipped, 'package.json'), 'utf8'));
  const folder = join(cache, version);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const partial = mkdtempSync(`${folder}-`);
  const read = (name: string) => brotliDecompressSync(readFileSync(join(shipped, 'bin', name)));
  writeFileSync(join(partial, 'chromium'), read('chromium.br'), { mode: 0o755 });
  execFileSync('tar', ['-x', '-C', partial], { input: read('al2023.tar.br') });
  try {
    renameSync(partial, folder);
  } catch {
    // Another process was faster.
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}

/** Programs to try, in order. */
function* candidates(): Generator<Chromium> {
  const { env } = process;
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(shipped)) {
    const folder = unpack();
    const file = join(folder, 'chromium');
    yield { file, env };
    const libraries = [join(folder, 'lib'), env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
    yield { file, env: { ...env, LD_LIBRARY_PATH: libraries } };
  }
  for (const file of ['chromium', 'chromium-browser', 'google-chrome']) yield { file, env };
}

/** A Chromium that starts here, or undefined. */
export function findChromium(): Chromium | undefined {
  for (const chromium of candidates()) {
    try {
      const { file, env } = chromium;
      execFileSync(file, ['--version'], { env, timeout: 20_000, stdio: 'pipe' });
      return chromium;
    } catch {
      // The next one may start.
    }
  }
  return undefined;
}

/** A page in a browser of its own. */
export class Page {
  readonly #browser: ChildProcess;
  readonly #profile = mkdtempSync(join(tmpdir(), 'chromium-'));
  readonly #ended: Promise<void>;
  #said = '';

  constructor({ file, env }: Chromium, url: string) {
    const flags = [
      ...['--headless', '--no-sandbox', '--no-first-run', '--disable-gpu'],
      ...['--disable-dev-shm-usage', '--disable-background-networking'],
      // A headless shell that nobody can debug may end at once.
      ...['--remote-debugging-port=0', `--user-data-dir=${this.#profile}`],
    ];
    // A process group of its own, to be ended as one.
    this.#browser = spawn(file, [...flags, url], {
      env,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#browser.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-4000);
    });
    this.#ended = new Promise((resolve) => {
      this.#browser.once('error', () => resolve());
      this.#browser.once('close', () => resolve());
    });
  }

  /** Resolves with the browser's last words when it has ended. */
  get ended(): Promise<string> {
    return this.#ended.then(() => this.#said);
  }

  /** Ends the browser with all its processes. */
  async close(): Promise<void> {
    const { pid } = this.#browser;
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
    await this.#ended;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
