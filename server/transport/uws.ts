/** The transport over uWebSockets.js, the fastest HTTP server that Node can load. */

import type { HttpRequest, HttpResponse, TemplatedApp, us_listen_socket } from 'uWebSockets.js';
import { STATUS_CODES } from 'node:http';
import { Body, BodyBudget } from './body.js';
import type { ServerLimits } from './limits.js';
import { MessageHead } from './message-head.js';
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

/** What the requests of a server share. */
interface Shared {
  readonly application: Application;
  readonly budget: BodyBudget;
  /** Of the request that is being begun. */
  readonly head: MessageHead;
  /** Requests that have begun and are not answered. */
  inFlight: number;
}

/**
 * One request. The addon throws when a response is touched after its client went away, and ends the process when an
 * unanswered one has no handler for that: `open` guards it.
 */
class UwsExchange {
  readonly #response: HttpResponse;
  readonly #bodiless: boolean;
  readonly #shared: Shared;
  #open = true;
  #exchange: Exchange | undefined;
  #body: Body | undefined;
  /** Whether a part of the answer waits for its client. */
  #writing = false;

  /** @param bodiless a HEAD is answered: length and headers, but no body. */
  constructor(response: HttpResponse, bodiless: boolean, shared: Shared) {
    this.#response = response;
    this.#bodiless = bodiless;
    this.#shared = shared;
    shared.inFlight++;
    response.onAborted(() => this.#abort());
  }

  #abort(): void {
    this.#written();
    if (!this.#open) return;
    this.#end();
    this.#exchange?.aborted();
  }

  #end(): void {
    this.#open = false;
    this.#shared.inFlight--;
    this.#body?.free();
    this.#body = undefined;
  }

  send(reply: Reply, close = reply.close === true): void {
    if (!this.#open) return;
    this.#end();
    const response = this.#response;
    response.cork(() => {
      if (reply.status !== 200) {
        response.writeStatus(`${reply.status} ${STATUS_CODES[reply.status] ?? ''}`);
      }
      response.writeHeader('content-type', reply.contentType);
      if (reply.allow !== undefined) response.writeHeader('allow', reply.allow);
      if (reply.retryAfter !== undefined) {
        response.writeHeader('retry-after', String(reply.retryAfter));
      }
      if (close) response.end(this.#bodiless ? '' : reply.body, true);
      else if (!this.#bodiless) this.#write(reply.body);
      else {
        // Given the length itself, the addon takes the answer for unfinished, and closes at the next request.
        response.writeHeader('content-length', String(Buffer.byteLength(reply.body)));
        response.endWithoutBody();
      }
    });
  }

  /**
   * Writes as much as the client takes, and the rest when it takes more: else one that reads nothing would have its
   * answers gathered without end. One that asks for more meanwhile is cut off by the addon.
   */
  #write(text: string): void {
    const response = this.#response;
    const length = Buffer.byteLength(text);
    if (response.tryEnd(text, length)[1]) return;
    const bytes = Buffer.from(text);
    this.#shared.inFlight++;
    this.#writing = true;
    response.onWritable((offset) => {
      let taken = false;
      response.cork(() => {
        const [ok, whole] = response.tryEnd(bytes.subarray(offset), length);
        taken = ok;
        if (whole) this.#written();
      });
      return taken;
    });
  }

  #written(): void {
    if (!this.#writing) return;
    this.#writing = false;
    this.#shared.inFlight--;
  }

  /**
   * Answers a request whose end is in doubt. What comes after it in the same packet may be its body: the addon goes on
   * to read that as a request, unless the answer before it is still to come. Then it closes the connection.
   */
  refuse(reply: Reply): void {
    setImmediate(() => this.send(reply, true));
  }

  /** @param most bytes of body after which the connection is cut. */
  receive(exchange: Exchange, most: number): void {
    this.#exchange = exchange;
    const body = new Body(this.#shared.budget, exchange.bodyLimit);
    this.#body = body;
    this.#response.onData((part, last) => {
      if (!this.#open) return;
      // The addon empties the part when this function returns.
      const bytes = new Uint8Array(part);
      if (last) this.#finish(exchange, body, body.end(bytes));
      else {
        body.add(bytes, false);
        if (body.size > most) this.#finish(exchange, body, undefined);
      }
    });
  }

  /** @param whole undefined for a body that is refused. */
  #finish(exchange: Exchange, body: Body, whole: Buffer | undefined): void {
    try {
      if (whole === undefined) this.send(exchange.refuse(body.refusal ?? 413), true);
      else this.send(exchange.finish(whole));
    } catch {
      this.send(INTERNAL_ERROR);
    }
  }
}

function handle(shared: Shared, response: HttpResponse, request: HttpRequest): void {
  const method = request.getCaseSensitiveMethod();
  const exchange = new UwsExchange(response, method === 'HEAD', shared);
  try {
    const { head } = shared;
    const path = request.getUrl();
    // Its types leave out that there may be no query.
    const query = request.getQuery() as string | undefined;
    head.begin(method.length + path.length + (query?.length ?? 0));
    request.forEach(head.add);
    if (head.fault !== undefined) {
      exchange.refuse(head.fault);
      return;
    }
    const { declared } = head;
    const outcome = shared.application.begin(method, path, head.contentType, head.contentEncoding);
    if (isExchange(outcome)) {
      const most = outcome.bodyLimit + DISCARDED_BYTES;
      if (declared > most) exchange.send(outcome.refuse(413), true);
      else exchange.receive(outcome, most);
    } else exchange.send(outcome, declared > DISCARDED_BYTES ? true : undefined);
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
  limits: ServerLimits,
): Promise<Transport> {
  const shared: Shared = {
    application,
    budget: new BodyBudget(limits.bodyBytes),
    head: new MessageHead(),
    inFlight: 0,
  };
  const app = addon.App();
  let connections = 0;
  const onConnection = (response: HttpResponse, change: number) => {
    connections += change;
    if (change > 0 && connections > limits.connections) response.close();
  };
  app.filter(onConnection as Parameters<TemplatedApp['filter']>[0]);
  app.any('/*', (response, request) => handle(shared, response, request));
  const socket = await listen(app, host, port);
  if (socket === false) throw await whyNotListening(host, port);
  return {
    name: 'uWebSockets.js',
    port: addon.us_socket_local_port(socket as Parameters<Addon['us_socket_local_port']>[0]),
    close: async (graceMs) => {
      addon.us_listen_socket_close(socket);
      await drained(() => shared.inFlight, graceMs);
      app.close();
    },
  };
}
