import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payloads, post, predictions, send, sendBytes, serve, servedApi } from './serve.js';
import { transports } from './transport/transports.js';

const [trip = {}] = payloads('regression', 1);
const [[expected = 0] = []] = predictions('regression', 1);

describe.each(transports)('clients of a server over %s', (transport) => {
  it('reads a body that comes in chunks', async () => {
    const { url } = await serve(transport, servedApi('a'));
    const body = JSON.stringify(trip);
    const answer = await new Promise<string>((resolve, reject) => {
      const call = request(`${url}/a`, { method: 'POST', agent: false }, (response) => {
        response.setEncoding('utf8').once('data', resolve);
      });
      call.on('error', reject);
      call.setHeader('content-type', 'application/json');
      void (async () => {
        for (let i = 0; i < body.length; i += 40) {
          call.write(body.slice(i, i + 40));
          await sleep(2);
        }
        call.end();
      })();
    });
    expect(Number(answer)).toBeCloseTo(expected, 9);
  });

  it('refuses a body over the limit with 413, also one without a length', async () => {
    const { url } = await serve(transport, servedApi('a'));
    const exact = `${JSON.stringify(trip).slice(0, -1)}${' '.repeat(65_536)}`.slice(0, 65_535);
    expect((await send(`${url}/a`, { body: `${exact}}` })).status).toBe(200);
    for (const size of [65_537, 5_000_000]) {
      const answer = await send(`${url}/a`, { body: Buffer.alloc(size, ' ') });
      expect([answer.status, answer.error]).toEqual([413, 'the body may have 65536 bytes']);
      expect(answer.headers.connection).not.toBe('keep-alive');
    }
    const chunked = await sendBytes(
      url,
      `POST /a HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n13880\r\n${'x'.repeat(80_000)}\r\n0\r\n\r\n`,
    );
    expect(chunked).toContain('413');
    const waiting = await sendBytes(
      url,
      'POST /a HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 99999999\r\n\r\n',
    );
    expect(waiting).toContain('413');
    expect((await post(`${url}/a`, trip)).status).toBe(200);
  });

  it('survives clients that leave, stall, or send nonsense', async () => {
    const { server, url } = await serve(transport, servedApi('a'));
    const head = 'POST /a HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{"hour"';
    await sendBytes(url, head, 50);
    await sendBytes(url, 'POST /a HT', 20);
    expect(await sendBytes(url, 'nonsense\r\n\r\n')).not.toContain('200 OK');
    const long = await sendBytes(
      url,
      `GET /a HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(700_000)}\r\n\r\n`,
    );
    expect(long).not.toContain('200 OK');
    await sleep(50);
    expect((await post(`${url}/a`, trip)).status).toBe(200);
    expect(server.traffic()['a']?.codes).toEqual({ 200: 1, 499: 1 });
    const { text } = await send(`${url}/metrics`);
    expect(text).toContain('cambium_requests_in_flight{api="a"} 0');
  });

  it('answers several requests that are sent at once on one connection', async () => {
    const { url } = await serve(transport, servedApi('a'));
    const body = JSON.stringify(trip);
    const one = `POST /a HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    const answer = await sendBytes(url, one.repeat(5), 300);
    expect(answer.match(/200 OK/g)).toHaveLength(5);
  });

  it('never fails on any bytes', async () => {
    const { url } = await serve(transport, servedApi('a', { maxBodyBytes: 400 }));
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const types = fc.constantFrom(
      'application/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      '',
    );
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
      fc.dictionary(fc.string(), fc.jsonValue()).map((value) => Buffer.from(JSON.stringify(value))),
    );
    await fc.assert(
      fc.asyncProperty(bodies, types, async (body, type) => {
        const answer = await send(`${url}/a`, { body, agent, headers: { 'content-type': type } });
        const known = answer.status === 200 ? answer.text === '[]' : answer.error !== '';
        expect([200, 400, 413, 415]).toContain(answer.status);
        expect(known).toBe(true);
      }),
      { numRuns: 300 },
    );
    agent.destroy();
    expect((await post(`${url}/a`, trip)).status).toBe(200);
  });
});
