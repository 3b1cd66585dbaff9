/** The transport over Node's own HTTP server: slower than uWebSockets.js, and everywhere. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
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

function send(response: ServerResponse, reply: Reply): void {
  if (response.destroyed || response.headersSent) return;
  response.statusCode = reply.status;
  response.setHeader('content-type', reply.contentType);
  response.setHeader('content-length', Buffer.byteLength(reply.body));
  if (reply.allow !== undefined) response.setHeader('allow', reply.allow);
  if (reply.close === true) response.setHeader('connection', 'close');
  response.end(reply.body);
}

async function settle(response: ServerResponse, reply: Reply | Promise<Reply>): Promise<void> {
  try {
    send(response, await reply);
  } catch {
    send(response, INTERNAL_ERROR);
  }
}

/** Collects a body up to the limit, then answers; beyond it, throws away and answers 413. */
function receive(request: IncomingMessage, response: ServerResponse, exchange: Exchange): void {
  const chunks: Buffer[] = [];
  let size = 0;
  let over = false;
  const refuse = () => {
    over = true;
    send(response, { ...exchange.tooLarge(), close: true });
    // What is still under way is not read: the connection ends with the answer.
    response.once('finish', () => request.destroy());
  };
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (over) return;
    if (size <= exchange.bodyLimit) chunks.push(chunk);
    else {
      chunks.length = 0;
      if (size > exchange.bodyLimit + DISCARDED_BYTES) refuse();
    }
  });
  request.on('end', () => {
    if (over) return;
    over = true;
    if (size > exchange.bodyLimit) {
      send(response, { ...exchange.tooLarge(), close: true });
      return;
    }
    const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size);
    let reply: Reply | Promise<Reply>;
    try {
      reply = exchange.finish(body);
    } catch {
      reply = INTERNAL_ERROR;
    }
    if (reply instanceof Promise) void settle(response, reply);
    else send(response, reply);
  });
  request.on('error', () => undefined);
  request.on('close', () => {
    if (over) return;
    over = true;
    exchange.aborted();
  });
}

function handle(application: Application, request: IncomingMessage, response: ServerResponse) {
  const url = request.url ?? '/';
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  const declared = Number(request.headers['content-length'] ?? 0);
  let outcome: Reply | Promise<Reply> | Exchange;
  try {
    outcome = application.begin(request.method ?? '', path, request.headers['content-type'] ?? '');
  } catch {
    outcome = INTERNAL_ERROR;
  }
  const waits = request.headers.expect !== undefined;
  if (isExchange(outcome)) {
    const most = waits ? outcome.bodyLimit : outcome.bodyLimit + DISCARDED_BYTES;
    if (declared > most) send(response, { ...outcome.tooLarge(), close: true });
    else {
      if (waits) response.writeContinue();
      receive(request, response, outcome);
    }
  } else if (declared > DISCARDED_BYTES || waits) {
    void settle(
      response,
      Promise.resolve(outcome).then((reply) => ({ ...reply, close: true })),
    );
  } else if (outcome instanceof Promise) void settle(response, outcome);
  else send(response, outcome);
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
): Promise<Transport> {
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEAD_TIMEOUT_S * 1000,
      requestTimeout: REQUEST_TIMEOUT_S * 1000,
      keepAliveTimeout: HEAD_TIMEOUT_S * 1000,
      connectionsCheckingInterval: 2000,
      noDelay: true,
    },
    (request, response) => handle(application, request, response),
  );
  server.on('checkContinue', (request, response) => handle(application, request, response));
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
