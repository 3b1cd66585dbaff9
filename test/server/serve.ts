/** Starts a real server on a free port for a test, and sends it requests. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type Agent, type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  InferenceServer,
  type KnownApi,
  type ServedApi,
  type ServerLimits,
  type TransportChoice,
} from '../../server/index.js';
import { packageRoot } from '../../src/runtime/index.js';

export const fixture = (name: string, file: string) =>
  join(packageRoot, 'test/fixtures/lightgbm', name, file);

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cambium-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Rows of a fixture as payloads, a missing value as null. */
export function payloads(name: string, count: number): Record<string, number | null>[] {
  const [head, ...lines] = readFileSync(fixture(name, 'data.csv'), 'utf8').trim().split('\n');
  const names = (head as string).split(',');
  return lines.slice(0, count).map((line) => {
    const cells = line.split(',').map((cell) => (/^(nan)?$/i.test(cell) ? null : Number(cell)));
    return Object.fromEntries(names.map((feature, i) => [feature, cells[i] as number | null]));
  });
}

/** What LightGBM predicts for a fixture's rows. */
export function predictions(name: string, count: number): number[][] {
  const lines = readFileSync(fixture(name, 'pred.csv'), 'utf8').trim().split('\n');
  return lines.slice(0, count).map((line) => line.split(',').map(Number));
}

export function servedApi(name: string, over: Partial<ServedApi> = {}): ServedApi {
  return {
    name,
    id: 'one',
    endpoint: `/${name}`,
    directory: '/',
    modelPath: fixture('regression', 'model.txt'),
    config: {},
    env: {},
    maxBodyBytes: 65_536,
    maxItems: 100,
    ...over,
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON. */
  readonly json: unknown;
  /** The body's `error`. */
  readonly error: string;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly agent?: Agent;
}

/** Sends one request; with a body it is a POST of JSON unless told otherwise. */
export function send(url: string, { method, headers, body, agent }: Call = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        agent: agent ?? false,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part) => {
          text += part;
        });
        response.on('error', reject);
        response.on('end', () => {
          const isJson = response.headers['content-type'] === 'application/json';
          const json = isJson && text !== '' ? JSON.parse(text) : undefined;
          const { statusCode: status = 0, headers: received } = response;
          resolve({ status, headers: received, text, json, error: json?.error ?? '' });
        });
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

export function post(url: string, payload: unknown): Promise<Answer> {
  return send(url, { body: JSON.stringify(payload) });
}

/** Sends bytes as they are, and gives what comes back until the server closes or `ms` pass. */
export function sendBytes(url: string, text: string, ms = 1000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    const end = () => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('data', (part) => {
      answer += part;
    });
    socket.on('error', end);
    socket.on('close', end);
    setTimeout(end, ms);
  });
}

export interface TestServer {
  readonly server: InferenceServer;
  readonly url: string;
  readonly logFolder: string;
}

export interface ServeOptions {
  readonly transport: TransportChoice;
  readonly known?: readonly KnownApi[];
  readonly limits?: ServerLimits;
}

/** A server that is closed after the test. */
export async function serveWith(
  options: ServeOptions,
  ...apis: readonly ServedApi[]
): Promise<TestServer> {
  const logFolder = temporaryFolder();
  const server = await InferenceServer.listen({
    host: '127.0.0.1',
    port: 0,
    logFolder,
    warn: () => undefined,
    ...options,
  });
  onTestFinished(() => server.close(1000));
  for (const api of apis) await server.load(api);
  return { server, url: `http://127.0.0.1:${server.port}`, logFolder };
}

export function serve(
  transport: TransportChoice,
  ...apis: readonly ServedApi[]
): Promise<TestServer> {
  return serveWith({ transport }, ...apis);
}
