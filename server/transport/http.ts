/** The transport over Node's own HTTP server: slower than uWebSockets.js, and everywhere. */
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { Body, BodyBudget } from './body.js';
import type { ServerLimits } from './limits.js';
import { BAD_CODING, BAD_EXPECTATION, NO_HOST, TOO_LONG } from './message-head.js';
import { listenError } from './ports.js';
import {
  type Application,
  DISCARDED_BYTES,
  type Exchange,
  errorReply,
  HEAD_TIMEOUT_S,
  INTERNAL_ERROR,
  isExchange,
  MAX_HEADER_BYTES,
  REQUEST_TIMEOUT_S,
  type Reply,
  type Transport,
} from './transport.js';

const NOTHING = Buffer.alloc(0);

function send(response: ServerResponse, reply: Reply): void {
  if (response.destroyed || response.headersSent) return;
  response.statusCode = reply.status;
  response.setHeader('content-type', reply.contentType);
  response.setHeader('content-length', Buffer.byteLength(reply.body));
  if (reply.allow !== undefined) response.setHeader('allow', reply.allow);
  if (reply.retryAfter !== undefined) response.setHeader('retry-after', reply.retryAfter);
  if (reply.close === true) response.setHeader('connection', 'close');
  response.end(reply.body);
}

/**
 * Collects a body up to the limit, then answers; beyond it, throws away and refuses.
 * @param declared its length as the head has it.
 */
function receive(
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
  budget: BodyBudget,
  declared: number,
): void {
  const body = new Body(budget, exchange.bodyLimit);
  /** A body that has come as one part takes no room: it is answered at once. */
  let only: Buffer | undefined;
  let open = true;
  const finish = (whole: Buffer | undefined) => {
    open = false;
    let reply: Reply;
    try {
      reply =
        whole === undefined
          ? { ...exchange.refuse(body.refusal ?? 413), close: true }
          : exchange.finish(whole);
    } catch {
      reply = INTERNAL_ERROR;
    }
    body.free();
    send(response, reply);
  };
  request.on('data', (part: Buffer) => {
    if (!open) return;
    if (body.size === 0 && part.length === declared) {
      only = part;
      return;
    }
    body.add(part, true);
    if (body.size <= exchange.bodyLimit + DISCARDED_BYTES) return;
    finish(undefined);
    // What is still under way is not read: the connection ends with the answer.
    response.once('finish', () => request.destroy());
  });
  request.on('end', () => {
    if (open) finish(body.end(only ?? NOTHING));
  });
  request.on('error', () => undefined);
  response.on('close', () => {
    if (!open) return;
    open = false;
    body.free();
    exchange.aborted();
  });
}

/** The path of a target, which may also be a whole URL (RFC 9112, 3.2.2). */
function pathOf(target: string): string {
  const [origin = ''] = /^https?:\/\/[^/?#]*/i.exec(target) ?? [];
  const rest = target.slice(origin.length);
  const query = rest.indexOf('?');
  const path = query < 0 ? rest : rest.slice(0, query);
  return path === '' ? '/' : path;
}

/** What Node's parser lets through. */
function headFault({ headers, httpVersion }: IncomingMessage): Reply | undefined {
  if (headers.host === undefined && httpVersion === '1.1') return NO_HOST;
  const { expect = '100-continue', 'transfer-encoding': coding = 'chunked' } = headers;
  if (coding.toLowerCase() !== 'chunked') return BAD_CODING;
  return expect.toLowerCase() === '100-continue' ? undefined : BAD_EXPECTATION;
}

function handle(
  application: Application,
  budget: BodyBudget,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const path = pathOf(request.url ?? '/');
  const declared = Number(request.headers['content-length'] ?? 0);
  let outcome: Reply | Exchange;
  try {
    const { headers, method = '' } = request;
    const encoding = headers['content-encoding'] ?? '';
    outcome =
      headFault(request) ??
      application.begin(method, path, headers['content-type'] ?? '', encoding);
  } catch {
    outcome = INTERNAL_ERROR;
  }
  const waits = request.headers.expect !== undefined;
  if (isExchange(outcome)) {
    const most = waits ? outcome.bodyLimit : outcome.bodyLimit + DISCARDED_BYTES;
    if (declared > most) send(response, { ...outcome.refuse(413), close: true });
    else {
      if (waits) response.writeContinue();
      receive(request, response, outcome, budget, declared);
    }
  } else if (declared > DISCARDED_BYTES || waits) send(response, { ...outcome, close: true });
  else send(response, outcome);
}

const MALFORMED: Readonly<Record<string, Reply>> = {
  HPE_HEADER_OVERFLOW: TOO_LONG,
  ERR_HTTP_REQUEST_TIMEOUT: errorReply(408, 'the request did not come in time'),
};

const NO_REQUEST = errorReply(400, 'this is not an HTTP request');

function malformed({ code = '' }: NodeJS.ErrnoException): Reply {
  return { ...(MALFORMED[code] ?? NO_REQUEST), close: true };
}

/** The last request of a connection, and its answer. */
interface Latest {
  request: IncomingMessage;
  response: ServerResponse;
}

/** Answers bytes that are no request after the requests before them have their answers; then the connection ends. */
class MalformedRequests {
  readonly #latest = new WeakMap<Duplex, Latest>();
  readonly #failed = new WeakSet<Duplex>();

  /** A request has begun. @returns the answer to the one before it on its connection. */
  begin(request: IncomingMessage, response: ServerResponse): ServerResponse | undefined {
    const latest = this.#latest.get(request.socket);
    if (latest === undefined) {
      this.#latest.set(request.socket, { request, response });
      return undefined;
    }
    const before = latest.response;
    latest.request = request;
    latest.response = response;
    return before;
  }

  /** The server's event `clientError`. */
  fail(error: NodeJS.ErrnoException, socket: Duplex): void {
    if (this.#failed.has(socket)) return;
    this.#failed.add(socket);
    const latest = this.#latest.get(socket);
    // One that ends its connection is the last.
    if (latest?.response.getHeader('connection') === 'close') return;
    if (latest === undefined || latest.response.writableFinished) this.#answer(socket, error);
    else {
      // Answers go out in order: after this one there is none.
      latest.response.once('close', () => this.#answer(socket, error));
      // Its own body is malformed or late, so it would wait for ever.
      if (!latest.request.complete) send(latest.response, malformed(error));
    }
  }

  #answer(socket: Duplex, error: NodeJS.ErrnoException): void {
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const { status, contentType, body } = malformed(error);
    const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: ${contentType}`;
    const length = `content-length: ${Buffer.byteLength(body)}`;
    socket.end(`${head}\r\n${length}\r\n\r\n${body}`, () => socket.destroy());
  }
}

function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** @throws CambiumError `port-in-use` and the like, see {@link listenError}. */
export async function listenHttp(
  application: Application,
  host: string,
  port: number,
  limits: ServerLimits,
): Promise<Transport> {
  const budget = new BodyBudget(limits.bodyBytes);
  const malformedRequests = new MalformedRequests();
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const before = malformedRequests.begin(request, response);
    const begin = () => handle(application, budget, request, response);
    // Node begins a request before it has handed out the body of the one that it follows.
    if (before === undefined || before.writableEnded || before.destroyed) begin();
    else before.once('close', begin);
  };
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEAD_TIMEOUT_S * 1000,
      requestTimeout: REQUEST_TIMEOUT_S * 1000,
      keepAliveTimeout: HEAD_TIMEOUT_S * 1000,
      connectionsCheckingInterval: 2000,
      noDelay: true,
      // Checked later, to answer as everything else is answered.
      requireHostHeader: false,
    },
    answer,
  );
  server.maxConnections = limits.connections;
  server.on('checkContinue', answer);
  server.on('checkExpectation', answer);
  server.on('clientError', (error, socket) => malformedRequests.fail(error, socket));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen(port, host, resolve);
  });
  return {
    name: 'node:http',
    port: (server.address() as AddressInfo).port,
    close: (graceMs) => closeServer(server, graceMs),
  };
}
