/** Requests whose headers leave in doubt where their bodies end, or ask for what is not done. */
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { MessageHead } from '../../../server/transport/message-head.js';
import { sendBytes, serve, servedApi } from '../serve.js';
import { transports } from './transports.js';

const post = (headers: string, body = '') =>
  `POST /a HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${headers}\r\n\r\n${body}`;
const smuggled = 'GET /v2/health/live HTTP/1.1\r\nhost: x\r\n\r\n';
const chunk = '2\r\n[]\r\n0\r\n\r\n';
const statuses = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, s]) => s);

const doubtful = [
  'content-length: ',
  'content-length: \u0663',
  'content-length: +2',
  'content-length: 0x2',
  'content-length: 2, 2',
  'content-length: 2\r\ncontent-length: 40',
  'content-length: 40\r\ncontent-length: 2',
  'content-length: 0\r\ncontent-length: ',
  'transfer-encoding: gzip, chunked',
  'transfer-encoding: identity',
  'transfer-encoding: chunked, identity',
  'transfer-encoding: xchunked',
  'transfer-encoding: x\r\ntransfer-encoding: chunked',
  'content-length: 2\r\ntransfer-encoding: chunked',
];

describe.each(transports)('a request over %s', (transport) => {
  it('is refused when its headers leave in doubt where its body ends', async () => {
    const { server, url } = await serve(transport, servedApi('a'));
    for (const headers of doubtful) {
      const answer = await sendBytes(url, post(headers), 2000);
      expect([headers, statuses(answer)]).toEqual([headers, [expect.stringMatching(/400|501/)]]);
      expect(answer).toMatch(/connection: close/i);
    }
    expect(server.traffic()['a']?.codes[200]).toBeUndefined();
  });

  it('smuggles no other request in its body', async () => {
    const { url } = await serve(transport, servedApi('a'));
    for (const headers of doubtful) {
      for (const body of [smuggled, `[]${smuggled}`, chunk + smuggled, smuggled + smuggled]) {
        expect(await sendBytes(url, post(headers, body), 2000)).not.toContain('"live":true');
      }
    }
  });

  it('is read as ever with one length, the same twice, or in chunks', async () => {
    const { url } = await serve(transport, servedApi('a'));
    const last = 'GET /v2/health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
    for (const [headers, body] of [
      ['content-length: 2', '[]'],
      ['content-length: 002', '[]'],
      ['transfer-encoding: chunked', chunk],
      ['Transfer-Encoding: Chunked', chunk],
    ] as const) {
      expect(statuses(await sendBytes(url, post(headers, body) + last))).toEqual(['200', '200']);
    }
  });

  it('is refused with 415 when its body is compressed', async () => {
    const { url } = await serve(transport, servedApi('a'));
    for (const coding of ['gzip', 'identity, gzip', 'br']) {
      const answer = await sendBytes(
        url,
        post(`content-encoding: ${coding}\r\ncontent-length: 2\r\nconnection: close`, '[]'),
      );
      expect(statuses(answer)).toEqual(['415']);
      expect(answer).toContain('content-encoding is not supported');
    }
    const plain = post(
      'content-encoding: Identity\r\ncontent-length: 2\r\nconnection: close',
      '[]',
    );
    expect(statuses(await sendBytes(url, plain))).toEqual(['200']);
  });

  it('that expects the unknown is refused with 417, and one with long headers with 431', async () => {
    const { url } = await serve(transport, servedApi('a'));
    const unknown = await sendBytes(url, post('expect: 200-ok\r\ncontent-length: 2', '[]'));
    expect(statuses(unknown)).toEqual(['417']);
    expect(unknown).toContain('{"error":"expect: only');
    for (const headers of [
      `x: ${'y'.repeat(17_000)}`,
      `x: y\r\n${'z: 0123456789\r\n'.repeat(80)}x: ${'y'.repeat(16_000)}`,
    ]) {
      const long = await sendBytes(url, post(`${headers}\r\ncontent-length: 2`, '[]'));
      expect(statuses(long)).toEqual(['431']);
      expect(long).toContain('the line and headers of a request may have 16384 bytes');
    }
    const short = await sendBytes(
      url,
      post(`x: ${'y'.repeat(15_000)}\r\ncontent-length: 2\r\nconnection: close`, '[]'),
    );
    expect(statuses(short)).toEqual(['200']);
  });

  it('of an unknown method is not repeated when it is long or odd', async () => {
    const { url } = await serve(transport, servedApi('a'));
    for (const method of ['A'.repeat(200), 'S3CRET-4111', '<script>']) {
      const answer = await sendBytes(url, `${method} /a HTTP/1.1\r\nhost: x\r\n\r\n`, 500);
      expect(answer).not.toContain(method);
    }
    const known = `DELETE /a HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`;
    expect(await sendBytes(url, known)).toContain('DELETE is not supported');
  });
});

describe('node:http', () => {
  it('takes a whole URL as a target', async () => {
    const { url } = await serve('http', servedApi('a'));
    for (const target of ['http://x/a', 'HTTPS://x:80/a?b=c', 'http://x/a?b=http://y/z']) {
      const answer = await sendBytes(
        url,
        `GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
      );
      expect(answer).toContain('"name":"a"');
    }
  });

  it('answers a request without a host with 400 and a reason', async () => {
    const { url } = await serve('http', servedApi('a'));
    const answer = await sendBytes(url, 'GET /a HTTP/1.1\r\n\r\n');
    expect(statuses(answer)).toEqual(['400']);
    expect(answer).toContain('{"error":"the header \\"host\\" is missing"}');
    expect(statuses(await sendBytes(url, 'GET /a HTTP/1.0\r\n\r\n'))).toEqual(['200']);
  });

  it('counts pipelined requests before it answers the one after them', async () => {
    const { url } = await serve('http', servedApi('a'));
    const metrics = 'GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
    const answer = await sendBytes(url, post('content-length: 2', '[]').repeat(3) + metrics);
    expect(answer).toContain('cambium_requests_total{api="a",code="200"} 3');
  });

  it('forgets a request that waits behind another when its client leaves', async () => {
    const { server, url } = await serve('http', servedApi('a'));
    await new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
        socket.write(post('content-length: 2', '[]').repeat(50), () => {
          socket.destroy();
          resolve();
        });
      });
    });
    const answer = await sendBytes(url, post('content-length: 2\r\nconnection: close', '[]'));
    expect(statuses(answer)).toEqual(['200']);
    expect(server.traffic()['a']?.codes[500]).toBeUndefined();
  });
});

describe('the head of a request', () => {
  it('forgets the request before it', () => {
    const head = new MessageHead();
    head.begin(10);
    head.add('content-length', 'x');
    head.add('content-encoding', 'gzip');
    expect(head.fault?.status).toBe(400);
    head.begin(10);
    head.add('content-length', '12');
    expect([head.fault, head.declared, head.contentEncoding]).toEqual([undefined, 12, '']);
  });
});
