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
import { listenError } from './ports.js';
import {
  type Application,
  DISCARDED_BYTES,
  type Exchange,
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

/** Collects a body up to the limit, then answers; beyond it, throws away and refuses. */
function receive(
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
  budget: BodyBudget,
): void {
  const body = new Body(budget, exchange.bodyLimit);
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
    body.add(part, true);
    if (body.size <= exchange.bodyLimit + DISCARDED_BYTES) return;
    finish(undefined);
    // What is still under way is not read: the connection ends with the answer.
    response.once('finish', () => request.destroy());
  });
  request.on('end', () => {
    if (open) finish(body.end(NOTHING));
  });
  request.on('error', () => undefined);
  response.on('close', () => {
    if (!open) return;
    open = false;
    body.free();
    exchange.aborted();
  });
}

function handle(
  application: Application,
  budget: BodyBudget,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const url = request.url ?? '/';
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  const declared = Number(request.headers['content-length'] ?? 0);
  let outcome: Reply | Exchange;
  try {
    outcome = application.begin(request.method ?? '', path, request.headers['content-type'] ?? '');
  } catch {
    outcome = INTERNAL_ERROR;
  }
  const waits = request.headers.expect !== undefined;
  if (isExchange(outcome)) {
    const most = waits ? outcome.bodyLimit : outcome.bodyLimit + DISCARDED_BYTES;
    if (declared > most) send(response, { ...outcome.refuse(413), close: true });
    else {
      if (waits) response.writeContinue();
      receive(request, response, outcome, budget);
    }
  } else if (declared > DISCARDED_BYTES || waits) send(response, { ...outcome, close: true });
  else send(response, outcome);
}

const MALFORMED: Readonly<Record<string, readonly [status: number, error: string]>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    `the line and headers of a request may have ${MAX_HEADER_BYTES} bytes`,
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'the request did not come in time'],
};

function malformed({ code = '' }: NodeJS.ErrnoException): Reply {
  const [status, error] = MALFORMED[code] ?? [400, 'this is not an HTTP request'];
  return { status, contentType: 'application/json', body: JSON.stringify({ error }), close: true };
}

/** What has come on a connection. */
interface Connection {
  unanswered: number;
  request: IncomingMessage;
  response: ServerResponse;
  error?: NodeJS.ErrnoException;
}

/** Answers bytes that are no request after the requests before them have their answers; then the connection ends. */
class MalformedRequests {
  readonly #connections = new WeakMap<Duplex, Connection>();

  /** A request has begun. */
  begin(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    let connection = this.#connections.get(socket);
    if (connection === undefined) {
      connection = { unanswered: 0, request, response };
      this.#connections.set(socket, connection);
    }
    Object.assign(connection, { request, response });
    connection.unanswered++;
    response.once('close', () => {
      connection.unanswered--;
      const { unanswered, error } = connection;
      if (unanswered === 0 && error !== undefined) this.#answer(socket, error);
    });
  }

  /** The server's event `clientError`. */
  fail(error: NodeJS.ErrnoException, socket: Duplex): void {
    const connection = this.#connections.get(socket);
    if (connection === undefined || connection.unanswered === 0) this.#answer(socket, error);
    else if (connection.error === undefined) {
      connection.error = error;
      // Its own body is malformed or late, so it would wait for ever.
      if (!connection.request.complete) send(connection.response, malformed(error));
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
    malformedRequests.begin(request, response);
    handle(application, budget, request, response);
  };
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEAD_TIMEOUT_S * 1000,
      requestTimeout: REQUEST_TIMEOUT_S * 1000,
      keepAliveTimeout: HEAD_TIMEOUT_S * 1000,
      connectionsCheckingInterval: 2000,
      noDelay: true,
    },
    answer,
  );
  server.maxConnections = limits.connections;
  server.on('checkContinue', answer);
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
