/** The transport over uWebSockets.js, the fastest HTTP server that Node can load. */

import type { HttpRequest, HttpResponse, TemplatedApp, us_listen_socket } from 'uWebSockets.js';
import { STATUS_CODES } from 'node:http';
import { freePort, whyNotListening } from './ports.js';
import {
  type Application,
  DISCARDED_BYTES,
  type Exchange,
  INTERNAL_ERROR,
  isExchange,
  MAX_HEADER_BYTES,
  type Reply,
  type Transport,
} from './transport.js';

type Addon = typeof import('uWebSockets.js');

/**
 * Loads the native addon.
 * @throws where it has no build for this Node, system or C library.
 */
export async function loadAddon(): Promise<Addon> {
  // The addon reads its limit from the environment when it is loaded; its default is 4 KiB.
  process.env['UWS_HTTP_MAX_HEADERS_SIZE'] ??= String(MAX_HEADER_BYTES);
  const module = await import('uWebSockets.js');
  return ('default' in module ? module.default : module) as Addon;
}

/** One request. The addon ends the process when a response is touched after its client went away: `open` guards it. */
class UwsExchange {
  readonly #response: HttpResponse;
  readonly #bodiless: boolean;
  readonly #count: (change: number) => void;
  #open = true;
  #exchange: Exchange | undefined;
  #chunks: Buffer[] | undefined;
  #size = 0;

  /** @param bodiless a HEAD is answered: length and headers, but no body. */
  constructor(response: HttpResponse, bodiless: boolean, count: (change: number) => void) {
    this.#response = response;
    this.#bodiless = bodiless;
    this.#count = count;
    count(1);
    response.onAborted(() => this.#abort());
  }

  #abort(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#count(-1);
    this.#exchange?.aborted();
    this.#exchange = undefined;
  }

  send(reply: Reply, close = reply.close === true): void {
    if (!this.#open) return;
    this.#open = false;
    this.#exchange = undefined;
    this.#count(-1);
    const response = this.#response;
    response.cork(() => {
      if (reply.status !== 200) {
        response.writeStatus(`${reply.status} ${STATUS_CODES[reply.status] ?? ''}`);
      }
      response.writeHeader('content-type', reply.contentType);
      if (reply.allow !== undefined) response.writeHeader('allow', reply.allow);
      if (this.#bodiless) response.endWithoutBody(Buffer.byteLength(reply.body), close);
      else response.end(reply.body, close);
    });
  }

  async settle(reply: Promise<Reply>, close?: boolean): Promise<void> {
    try {
      this.send(await reply, close);
    } catch {
      this.send(INTERNAL_ERROR, close);
    }
  }

  /** @param most bytes of body after which the connection is cut. */
  receive(exchange: Exchange, most: number): void {
    this.#exchange = exchange;
    this.#response.onData((part, last) => {
      if (!this.#open) return;
      this.#size += part.byteLength;
      if (this.#size > exchange.bodyLimit) {
        this.#chunks = undefined;
        if (last || this.#size > most) this.#refuse(exchange);
      } else if (!last) {
        // The addon empties the part when this function returns.
        this.#chunks ??= [];
        this.#chunks.push(Buffer.from(new Uint8Array(part)));
      } else if (this.#chunks === undefined) this.#finish(exchange, Buffer.from(part));
      else this.#finish(exchange, Buffer.concat([...this.#chunks, Buffer.from(part)], this.#size));
    });
  }

  #refuse(exchange: Exchange): void {
    this.#exchange = undefined;
    this.send(exchange.tooLarge(), true);
  }

  #finish(exchange: Exchange, body: Buffer): void {
    // From here the exchange counts as answered, also when its client leaves before the answer.
    this.#exchange = undefined;
    this.#chunks = undefined;
    try {
      const reply = exchange.finish(body);
      if (reply instanceof Promise) void this.settle(reply);
      else this.send(reply);
    } catch {
      this.send(INTERNAL_ERROR);
    }
  }
}

function handle(
  application: Application,
  response: HttpResponse,
  request: HttpRequest,
  count: (change: number) => void,
): void {
  const method = request.getCaseSensitiveMethod();
  const exchange = new UwsExchange(response, method === 'HEAD', count);
  try {
    const declared = Number(request.getHeader('content-length') || 0);
    const outcome = application.begin(method, request.getUrl(), request.getHeader('content-type'));
    if (isExchange(outcome)) {
      const most = outcome.bodyLimit + DISCARDED_BYTES;
      if (declared > most) exchange.send(outcome.tooLarge(), true);
      else exchange.receive(outcome, most);
    } else {
      const close = declared > DISCARDED_BYTES ? true : undefined;
      if (outcome instanceof Promise) void exchange.settle(outcome, close);
      else exchange.send(outcome, close);
    }
  } catch {
    exchange.send(INTERNAL_ERROR);
  }
}

/** Waits until no request is under way, at most `graceMs`. */
async function drained(inFlight: () => number, graceMs: number): Promise<void> {
  const end = performance.now() + graceMs;
  while (inFlight() > 0 && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The four-argument `listen`, and its option, are the addon's; its types leave them out. */
type Listen = (
  host: string,
  port: number,
  options: number,
  done: (socket: us_listen_socket | false) => void,
) => unknown;

/** Without this option two programs may share the port unnoticed. */
const EXCLUSIVE_PORT = 1;

function listenOn(app: TemplatedApp, host: string, port: number) {
  return new Promise<us_listen_socket | false>((resolve) => {
    (app.listen as unknown as Listen).call(app, host, port, EXCLUSIVE_PORT, resolve);
  });
}

/** Tries for a free port, which another program may take between finding and using it. */
const FREE_PORT_TRIES = 10;

/**
 * The addon sets SO_REUSEADDR only for a port that is named. Without it a server that crashed could
 * not come back on its port for a minute, so a free port is found first and then named.
 */
async function listen(app: TemplatedApp, host: string, port: number) {
  if (port !== 0) return listenOn(app, host, port);
  for (let i = 0; i < FREE_PORT_TRIES; i++) {
    const socket = await listenOn(app, host, await freePort(host));
    if (socket !== false) return socket;
  }
  return false;
}

/** @throws CambiumError `port-in-use` and the like. */
export async function listenUws(
  addon: Addon,
  application: Application,
  host: string,
  port: number,
): Promise<Transport> {
  let inFlight = 0;
  const count = (change: number) => {
    inFlight += change;
  };
  const app = addon.App();
  app.any('/*', (response, request) => handle(application, response, request, count));
  const socket = await listen(app, host, port);
  if (socket === false) throw await whyNotListening(host, port);
  return {
    name: 'uWebSockets.js',
    port: addon.us_socket_local_port(socket as Parameters<Addon['us_socket_local_port']>[0]),
    close: async (graceMs) => {
      addon.us_listen_socket_close(socket);
      await drained(() => inFlight, graceMs);
      app.close();
    },
  };
}
