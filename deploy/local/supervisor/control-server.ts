/** The supervisor's ear: HTTP on the loopback interface, for whoever knows the token. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ControlRequest, plainError } from '../messages.js';

const MAX_BODY = 8 * 2 ** 20;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export interface ControlServer {
  readonly port: number;
  readonly token: string;
  close(): Promise<void>;
}

function knows(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

/** Listens on a free port of 127.0.0.1. */
export async function openControl(
  perform: (request: ControlRequest) => Promise<unknown>,
): Promise<ControlServer> {
  const token = randomBytes(24).toString('base64url');
  const server = createServer(async (request, response) => {
    const answer = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify(value));
    };
    if (!knows(request, token)) {
      answer(401, { error: { code: 'unauthorized', message: 'unknown token' } });
      return;
    }
    try {
      const result = await perform(JSON.parse(await bodyOf(request)) as ControlRequest);
      answer(200, { result: result ?? null });
    } catch (error) {
      answer(400, { error: plainError(error) });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    token,
    port: (server.address() as AddressInfo).port,
    close: () => close(server),
  };
}
