import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Body, BodyBudget } from '../../../server/transport/body.js';
import { limitsFromEnvironment } from '../../../server/transport/limits.js';
import { payloads, post, send, sendBytes, serve, servedApi, serveWith } from '../serve.js';
import { transports } from './transports.js';

const [trip = {}] = payloads('regression', 1);

/** A client that sends the start of a request, and no more. */
async function open(url: string, text: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  onTestFinished(() => {
    socket.destroy();
  });
  await new Promise((resolve) => socket.on('connect', resolve));
  if (text !== '') await new Promise((resolve) => socket.write(text, resolve));
  return socket;
}

const unfinished = `POST /a HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 60000\r\n\r\n${' '.repeat(50_000)}`;

const json = JSON.stringify(trip);
const whole = `POST /a HTTP/1.1\r\nhost: x\r\ncontent-length: ${json.length}\r\n\r\n${json}`;

describe.each(transports)('limits of a server over %s', (transport) => {
  it('refuses bodies that find no room beside unfinished ones, until those are gone', async () => {
    const limits = { bodyBytes: 200_000, connections: 100 };
    const { server, url } = await serveWith({ transport, limits }, servedApi('a'));
    const clients = [];
    for (let i = 0; i < 4; i++) clients.push(await open(url, unfinished));
    const refused: string[] = [];
    const later = await open(url, unfinished);
    later.on('data', (bytes) => refused.push(String(bytes)));
    await sleep(50);
    later.write(' '.repeat(10_000));
    await vi.waitFor(
      () => expect(refused.join('')).toContain('the bodies of other requests'),
      5000,
    );
    expect(refused.join('')).toMatch(/^HTTP\/1\.1 503 .*retry-after: 1\r\n/is);
    // What needs no room is answered all the same.
    expect((await send(`${url}/healthz/ready`)).status).toBe(200);
    expect((await sendBytes(url, whole, 300)).slice(0, 15)).toBe('HTTP/1.1 200 OK');
    for (const client of clients) client.destroy();
    await vi.waitFor(() => expect(server.traffic()['a']?.codes['499']).toBe(4), 5000);
    const body = `${JSON.stringify(trip)}${' '.repeat(60_000)}`;
    expect((await send(`${url}/a`, { body })).status).toBe(200);
  });

  it('sends a long answer to a client that reads slowly', async () => {
    const api = servedApi('a', { maxBodyBytes: 64 * 2 ** 20, maxItems: 100_000 });
    const { url } = await serve(transport, api);
    const count = 60_000;
    const body = `[${Array(count).fill(JSON.stringify(trip)).join()}]`;
    const request = `POST /a HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    const socket = await open(url, '');
    socket.write(request + body);
    let answer = '';
    socket.on('data', (bytes) => {
      answer += bytes;
      socket.pause();
      setTimeout(() => socket.resume(), 1);
    });
    await new Promise((resolve) => socket.on('close', resolve));
    const scores = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
    expect(new Set(scores).size).toBe(1);
    expect(scores).toHaveLength(count);
  });

  it('gathers no answers for a client that reads none', async () => {
    const { server, url } = await serve(transport, servedApi('a'));
    const socket = await open(url, '');
    socket.pause();
    const many = `GET /metrics HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(1000)}\r\n\r\n`.repeat(500);
    // 40 MB of answers: the addon cuts such a client off, node:http stops to read what it sends.
    let taken = true;
    for (let i = 0; i < 60 && taken; i++) {
      const written = new Promise<boolean>((resolve) => {
        socket.write(many, (error) => resolve(!error));
      });
      taken = await Promise.race([written, sleep(1000, false)]);
    }
    expect(taken).toBe(false);
    expect((await post(`${url}/a`, trip)).status).toBe(200);
    expect(server.traffic()['a']?.codes).toEqual({ 200: 1 });
  });

  it('closes connections beyond so many', async () => {
    const limits = { bodyBytes: 1e6, connections: 3 };
    const { url } = await serveWith({ transport, limits }, servedApi('a'));
    const clients = [await open(url, ''), await open(url, ''), await open(url, '')];
    await expect(post(`${url}/a`, trip)).rejects.toThrow();
    clients[0]?.destroy();
    await vi.waitFor(async () => expect((await post(`${url}/a`, trip)).status).toBe(200), 5000);
  });
});

describe('Body', () => {
  const kib = new Uint8Array(1024).fill(32);

  it('gives back what it took, however it ends', () => {
    const budget = new BodyBudget(4096);
    const bodies = [new Body(budget, 2048), new Body(budget, 2048), new Body(budget, 2048)];
    for (const body of bodies) body.add(kib, false);
    expect(budget.used).toBe(3072);
    for (const body of bodies) body.add(kib, false);
    expect(bodies.map(({ refusal }) => refusal)).toEqual([undefined, 503, undefined]);
    expect(budget.used).toBe(4096);
    bodies[0]?.add(kib, false);
    expect([bodies[0]?.refusal, budget.used]).toEqual([413, 2048]);
    expect(bodies[2]?.end(new Uint8Array())?.equals(Buffer.alloc(2048, ' '))).toBe(true);
    for (const body of bodies) body.free();
    expect(budget.used).toBe(0);
  });

  it('lets one body of its API’s size through, whatever the limit of all', () => {
    const body = new Body(new BodyBudget(1000), 1e6);
    for (let i = 0; i < 100; i++) body.add(kib, false);
    expect(body.end(kib)?.length).toBe(101 * 1024);
  });

  it('does not copy a body of one part', () => {
    const budget = new BodyBudget(10);
    expect(new Body(budget, 2048).end(kib)?.buffer).toBe(kib.buffer);
    expect(new Body(budget, 1000).end(kib)).toBeUndefined();
    const lasting = new Body(new BodyBudget(1024), 2048);
    lasting.add(kib, true);
    expect(lasting.end(new Uint8Array())?.buffer).toBe(kib.buffer);
    const two = new Body(new BodyBudget(2048), 2048);
    two.add(kib, true);
    two.add(kib, true);
    expect(two.end(new Uint8Array())?.length).toBe(2048);
  });
});

describe('limitsFromEnvironment', () => {
  it('reads sizes', () => {
    expect(limitsFromEnvironment({})).toEqual({ bodyBytes: 128 * 2 ** 20, connections: 4096 });
    const env = { CAMBIUM_MAX_BODIES: '1Gi', CAMBIUM_MAX_CONNECTIONS: '10' };
    expect(limitsFromEnvironment(env)).toEqual({ bodyBytes: 2 ** 30, connections: 10 });
  });

  it.each(['0', '-1', '1.5', 'many', '1e3', '12 Mi'])('refuses %j', (text) => {
    expect(() => limitsFromEnvironment({ CAMBIUM_MAX_BODIES: text })).toThrow(
      `CAMBIUM_MAX_BODIES: expected a number above 0, found "${text}"`,
    );
  });
});
