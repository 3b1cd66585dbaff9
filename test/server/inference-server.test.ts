import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixture, payloads, post, predictions, send, serve, servedApi } from './serve.js';
import { transports } from './transport/transports.js';

const [trip = {}] = payloads('regression', 1);
const [[expected = 0] = []] = predictions('regression', 1);

/** Sends bytes as they are, and gives what comes back until the server closes or `ms` pass. */
function raw(url: string, text: string, ms = 1000): Promise<string> {
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

describe.each(transports)('inference server over %s', (transport) => {
  it.each(['regression', 'binary', 'missing_nan', 'categorical'])(
    'answers a row of %s with LightGBM’s prediction, a bare number',
    async (name) => {
      const { url } = await serve(
        transport,
        servedApi('a', { modelPath: fixture(name, 'model.txt') }),
      );
      const rows = payloads(name, 20);
      const answers = await Promise.all(rows.map((row) => post(`${url}/a`, row)));
      predictions(name, 20).forEach(([score = 0], i) => {
        expect(answers[i]?.status).toBe(200);
        expect(answers[i]?.headers['content-type']).toBe('application/json');
        expect(Math.abs(Number(answers[i]?.text) - score)).toBeLessThan(1e-9 * Math.max(1, score));
      });
      const list = await post(`${url}/a`, rows);
      expect(list.json).toEqual(answers.map((answer) => answer.json));
    },
  );

  it('answers a model of several classes with one probability a class', async () => {
    const api = servedApi('a', { modelPath: fixture('multiclass', 'model.txt') });
    const { url } = await serve(transport, api);
    const [row] = payloads('multiclass', 1);
    const [scores = []] = predictions('multiclass', 1);
    const { json } = await post(`${url}/a`, row);
    expect(json).toHaveLength(scores.length);
    scores.forEach((score, k) => {
      expect((json as number[])[k]).toBeCloseTo(score, 9);
    });
    expect((await post(`${url}/a`, [row, row])).json).toEqual([json, json]);
  });

  it('reads forms, and JSON without a content type', async () => {
    const { url } = await serve(transport, servedApi('a'));
    const form = new URLSearchParams(Object.entries(trip).map(([k, v]) => [k, String(v)]));
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const asForm = await send(`${url}/a`, { body: form.toString(), headers });
    expect(asForm.json).toBeCloseTo(expected, 9);
    const parts = new FormData();
    for (const [name, value] of form) parts.append(name, value);
    const multipart = await fetch(`${url}/a`, { method: 'POST', body: parts });
    expect(await multipart.json()).toBeCloseTo(expected, 9);
    const body = JSON.stringify(trip);
    const bare = await raw(
      url,
      `POST /a HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    expect(bare).toContain('200 OK');
    const file = new FormData();
    file.append('vendor_id', new Blob(['1']), 'x.txt');
    const refused = await fetch(`${url}/a`, { method: 'POST', body: file });
    expect(await refused.json()).toEqual({ error: expect.stringContaining('found a file') });
  });

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

  it('names what is wrong with a payload', async () => {
    const { url } = await serve(transport, servedApi('a'));
    const { hour: _, ...without } = trip as Record<string, number>;
    const cases: [unknown, string][] = [
      [without, 'missing field "hour"'],
      [{ ...without, huor: 1 }, 'unknown field "huor" (did you mean "hour"?)'],
      [{ ...trip, extra: 1 }, 'unknown field "extra"'],
      [{ ...trip, hour: '19' }, 'field "hour": expected a number or null, found a string'],
      [{ ...trip, hour: [1] }, 'field "hour": expected a number or null, found a list'],
      [7, 'expected an object with the fields, or a list of such objects, found a number'],
      [[trip, null], 'item 1: expected an object'],
      [[trip, without], 'item 1: missing field "hour"'],
      [Array(101).fill(trip), 'a list may have 100 items, this one has 101'],
    ];
    for (const [payload, error] of cases) {
      const answer = await post(`${url}/a`, payload);
      expect(answer.error).toContain(error);
      expect(answer.status).toBe(400);
    }
    expect((await post(`${url}/a`, [])).text).toBe('[]');
    const bad = await send(`${url}/a`, { body: '{"hour":1,\n "day" 2}' });
    expect(bad.error).toBe('bad JSON at line 2, column 8: expected ":", found "2"');
    const huge = await send(`${url}/a`, { body: JSON.stringify(trip).replace('19', '1e999') });
    expect(huge.error).toContain('found a number too large');
  });

  it('knows its routes, methods and content types', async () => {
    const { url } = await serve(transport, servedApi('trip'));
    const unknown = await post(`${url}/tripp`, trip);
    expect([unknown.status, unknown.error]).toEqual([
      404,
      'no API at /tripp (did you mean "/trip"?)',
    ]);
    expect((await post(`${url}/trip/?a=b`, trip)).json).toBeCloseTo(expected, 9);
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const answer = await send(`${url}/trip`, { method });
      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD, POST']);
    }
    for (const [path, status] of [
      ['/trip', 200],
      ['/healthz/ready', 200],
      ['/tripp', 404],
    ] as const) {
      const head = await send(url + path, { method: 'HEAD' });
      const got = await send(url + path);
      expect([head.status, head.text]).toEqual([status, '']);
      expect(head.headers['content-length']).toBe(got.headers['content-length']);
    }
    const posted = await post(`${url}/healthz/live`, {});
    expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD']);
    const xml = await send(`${url}/trip`, {
      body: '<a/>',
      headers: { 'content-type': 'text/xml' },
    });
    expect([xml.status, xml.error]).toEqual([
      415,
      'content type "text/xml" is not supported: send application/json or application/x-www-form-urlencoded',
    ]);
    const { json } = await send(`${url}/trip`);
    expect(json).toMatchObject({ name: 'trip', model: { features: 13, objective: 'regression' } });
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
    const chunked = await raw(
      url,
      `POST /a HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n13880\r\n${'x'.repeat(80_000)}\r\n0\r\n\r\n`,
    );
    expect(chunked).toContain('413');
    const waiting = await raw(
      url,
      'POST /a HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 99999999\r\n\r\n',
    );
    expect(waiting).toContain('413');
    expect((await post(`${url}/a`, trip)).status).toBe(200);
  });

  it('survives clients that leave, stall, or send nonsense', async () => {
    const { server, url } = await serve(transport, servedApi('a'));
    const head = 'POST /a HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{"hour"';
    await raw(url, head, 50);
    await raw(url, 'POST /a HT', 20);
    expect(await raw(url, 'nonsense\r\n\r\n')).not.toContain('200 OK');
    const long = await raw(url, `GET /a HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(700_000)}\r\n\r\n`);
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
    const answer = await raw(url, one.repeat(5), 300);
    expect(answer.match(/200 OK/g)).toHaveLength(5);
  });

  it('keeps health, readiness and metrics', async () => {
    const { server, url } = await serve(transport, servedApi('a'));
    for (const path of ['/healthz/live', '/v2/health/live', '/healthz/ready', '/v2/health/ready']) {
      expect((await send(url + path)).status).toBe(200);
    }
    server.ready = false;
    expect((await send(`${url}/healthz/ready`)).status).toBe(503);
    expect((await send(`${url}/healthz/live`)).status).toBe(200);
    for (let i = 0; i < 3; i++) await post(`${url}/a`, trip);
    await post(`${url}/a`, 1);
    const { headers, text } = await send(`${url}/metrics`);
    expect(headers['content-type']).toContain('text/plain; version=0.0.4');
    expect(text).toContain('cambium_requests_total{api="a",code="200"} 3');
    expect(text).toContain('cambium_requests_total{api="a",code="400"} 1');
    expect(text).toContain('cambium_request_duration_seconds_bucket{api="a",le="+Inf"} 4');
    expect(text).toContain('cambium_request_duration_seconds_count{api="a"} 4');
    expect(text).toMatch(
      /cambium_model_info\{api="a",id="one",objective="regression",features="13",trees="\d+"\} 1/,
    );
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

  it('changes a version under load without losing a request', async () => {
    const { server, url } = await serve(transport, servedApi('a'));
    const other = servedApi('a', { id: 'two', modelPath: fixture('quantile', 'model.txt') });
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const [both] = payloads('quantile', 1);
    expect(Object.keys(both ?? {})).toEqual(Object.keys(trip));
    let running = true;
    const seen = new Set<string>();
    const client = async () => {
      while (running) {
        const answer = await send(`${url}/a`, { body: JSON.stringify(trip), agent });
        expect(answer.status).toBe(200);
        seen.add(answer.text);
      }
    };
    const clients = Promise.all(Array.from({ length: 8 }, client));
    for (let i = 0; i < 6; i++) {
      await sleep(30);
      await server.load(i % 2 === 0 ? other : servedApi('a'));
    }
    running = false;
    await clients;
    agent.destroy();
    expect(seen.size).toBe(2);
    expect(Object.keys(server.traffic()['a']?.codes ?? {})).toEqual(['200']);
  });

  it('keeps the live version when the next cannot be loaded', async () => {
    const { server, url } = await serve(transport, servedApi('a'), servedApi('b'));
    const broken = servedApi('a', { id: 'two', modelPath: fixture('regression', 'meta.json') });
    await expect(server.load(broken)).rejects.toMatchObject({ code: 'bad-model-file' });
    await expect(server.load(servedApi('c', { endpoint: '/b' }))).rejects.toMatchObject({
      code: 'endpoint-in-use',
    });
    expect((await post(`${url}/a`, trip)).status).toBe(200);
    await server.unload('a');
    expect((await post(`${url}/a`, trip)).status).toBe(404);
    expect((await post(`${url}/b`, trip)).status).toBe(200);
  });

  it('finishes requests under way when it closes', async () => {
    const { server, url } = await serve(transport, servedApi('a'));
    const body = JSON.stringify(trip);
    const answer = new Promise<string>((resolve, reject) => {
      const call = request(`${url}/a`, { method: 'POST', agent: false }, (response) => {
        response.setEncoding('utf8').once('data', resolve);
      });
      call.on('error', reject);
      call.setHeader('content-length', body.length);
      call.write(body.slice(0, 20));
      setTimeout(() => call.end(body.slice(20)), 150);
    });
    await sleep(50);
    await server.close(2000);
    expect(Number(await answer)).toBeCloseTo(expected, 9);
    await expect(post(`${url}/a`, trip)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('says which port is in use', async () => {
    const { server } = await serve(transport);
    const { InferenceServer } = await import('../../server/index.js');
    const again = InferenceServer.listen({
      host: '127.0.0.1',
      port: server.port,
      transport,
      logFolder: '/tmp',
    });
    await expect(again).rejects.toMatchObject({
      code: 'port-in-use',
      message: `cannot listen on port ${server.port} of 127.0.0.1: it is in use by another program`,
    });
  });
});
