/** A team whose thread runs in a browser: what it is asked goes there over HTTP, bins and trees come back. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build, type Rollup } from 'vite';
import type { BinMapper } from '../../../../../src/boosting/bins/index.js';
import type { TrainingPlan } from '../../../../../src/boosting/trainer/engine/plan.js';
import type {
  LeaderMessage,
  LeaderResult,
} from '../../../../../src/boosting/trainer/rounds/leader.js';
import type { BinTask } from '../../../../../src/boosting/trainer/threads/cut-feature.js';
import { Team } from '../../../../../src/boosting/trainer/threads/team.js';
import { built } from '../../../../../src/runtime/index.js';
import { type Chromium, Page } from './chromium.js';
import { pack, unpack } from './wire.js';

type Reply = { readonly value: unknown; readonly agent: string } | { readonly error: string };

interface Trained {
  readonly result: LeaderResult;
  readonly messages: readonly LeaderMessage[];
}

/** The training thread's code as one script without imports; a Node module among them is an error. */
export async function bundleWorker(): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      target: 'esnext',
      rollupOptions: {
        input: fileURLToPath(new URL('page-worker.ts', import.meta.url)),
        output: { format: 'es', inlineDynamicImports: true },
      },
    },
  });
  const [{ output: files }] = [output].flat() as Rollup.RollupOutput[] as [Rollup.RollupOutput];
  const [file, ...others] = files;
  if (others.length > 0) throw new Error('the training thread is more than one file');
  if (/__vite-browser-external|\bfrom ['"]/.test(file.code))
    throw new Error('the script has imports');
  return file.code;
}

/** Without these two headers a page gets no SharedArrayBuffer. */
const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const PAGE = `<!doctype html><script>new Worker('/worker.js', { type: 'module' });</script>`;

export class BrowserTeam extends Team {
  /** What the browser calls itself, once it has answered. */
  agent = '';
  readonly #server: Server;
  readonly #page: Page;
  #memory: Uint8Array = new Uint8Array(0);
  readonly #tasks: { readonly text: string; readonly resolve: (reply: Reply) => void }[] = [];
  #waiting: ServerResponse | undefined;
  #current: ((reply: Reply) => void) | undefined;

  static async open(chromium: Chromium): Promise<BrowserTeam> {
    const [script, module] = await Promise.all([
      bundleWorker(),
      readFile(built('assembly/training.wasm')),
    ]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new BrowserTeam(chromium, server, script, module);
  }

  private constructor(chromium: Chromium, server: Server, script: string, module: Buffer) {
    super(1);
    this.#server = server;
    const files: Readonly<
      Record<string, readonly [type: string, content: () => Uint8Array | string]>
    > = {
      '/': ['text/html', () => PAGE],
      '/worker.js': ['text/javascript', () => script],
      '/training.wasm': ['application/wasm', () => module],
      '/memory': ['application/octet-stream', () => this.#memory],
    };
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const path = request.url ?? '';
      const file = files[path];
      if (path === '/task') this.#give(response);
      else if (path === '/reply') void this.#take(request, response);
      else if (file === undefined) response.writeHead(404).end();
      else response.writeHead(200, { ...ISOLATED, 'Content-Type': file[0] }).end(file[1]());
    });
    const { port } = server.address() as AddressInfo;
    this.#page = new Page(chromium, `http://127.0.0.1:${port}/`);
  }

  /** Answers a request for a task when there is one. */
  #give(response?: ServerResponse): void {
    this.#waiting = response ?? this.#waiting;
    const next = this.#waiting === undefined ? undefined : this.#tasks.shift();
    if (next === undefined) return;
    this.#current = next.resolve;
    this.#waiting?.writeHead(200, ISOLATED).end(next.text);
    this.#waiting = undefined;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    response.writeHead(200, ISOLATED).end();
    this.#current?.(unpack<Reply>(Buffer.concat(parts).toString()));
  }

  async #ask<T>(task: unknown): Promise<T> {
    const answered = new Promise<Reply>((resolve) => {
      this.#tasks.push({ text: pack(task), resolve });
      this.#give();
    });
    const gone = this.#page.ended.then((said) => ({ error: `the browser ended: ${said}` }));
    const reply = await Promise.race<Reply>([answered, gone]);
    if ('error' in reply) throw new Error(reply.error);
    this.agent = reply.agent;
    return reply.value as T;
  }

  override cut(tasks: readonly Omit<BinTask, 'kind'>[]): Promise<BinMapper[]> {
    return Promise.all(tasks.map((task) => this.#ask<BinMapper>({ kind: 'bin', ...task })));
  }

  override async train(
    _: WebAssembly.Module,
    { buffer }: WebAssembly.Memory,
    plan: TrainingPlan,
    onMessage: (message: LeaderMessage) => void,
  ): Promise<LeaderResult> {
    this.#memory = new Uint8Array(buffer).slice();
    const { result, messages } = await this.#ask<Trained>({ kind: 'train', plan });
    for (const message of messages) onMessage(message);
    return result;
  }

  override async disband(): Promise<void> {
    await super.disband();
    await this.#page.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
