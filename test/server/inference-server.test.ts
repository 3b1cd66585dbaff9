import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  fixture,
  payloads,
  post,
  predictions,
  send,
  sendBytes,
  serve,
  servedApi,
} from './serve.js';
import { transports } from './transport/transports.js';

const [trip = {}] = payloads('regression', 1);
const [[expected = 0] = []] = predictions('regression', 1);

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
    const bare = await sendBytes(
      url,
      `POST /a HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    expect(bare).toContain('200 OK');
    const file = new FormData();
    file.append('vendor_id', new Blob(['1']), 'x.txt');
    const refused = await fetch(`${url}/a`, { method: 'POST', body: file });
    expect(await refused.json()).toEqual({ error: expect.stringContaining('found a file') });
  });

  it('repeats nothing of a body that is not what its content type says', async () => {
    const { url, logFolder } = await serve(transport, servedApi('a'));
    const type = 'application/x-www-form-urlencoded';
    const bodies: [string, string, number, string][] = [
      [type, '{"card":"p4ssw0rd"}', 415, 'for JSON send content-type: application/json'],
      [type, ' [{"card":"p4ssw0rd=1&b=2"}]', 415, 'send content-type: application/json'],
      [type, '"p4ssw0rd"', 415, 'send content-type: application/json'],
      [type, 'p4ssw0rd', 400, 'expected name=value pairs'],
      [type, 'some text p4ssw0rd=1', 400, 'expected name=value pairs'],
      ['multipart/form-data; boundary=x', '{"card":"p4ssw0rd"}', 400, 'do not fit the boundary'],
      ['multipart/form-data', '{"card":"p4ssw0rd"}', 400, 'names no boundary'],
      ['application/json', 'card=p4ssw0rd', 400, 'bad JSON at line 1, column 1'],
      ['text/plain', '{"card":"p4ssw0rd"}', 415, 'send application/json'],
    ];
    for (const [header, body, status, error] of bodies) {
      const answer = await send(`${url}/a`, { body, headers: { 'content-type': header } });
      expect([answer.status, answer.error]).toEqual([status, expect.stringContaining(error)]);
      expect(answer.text).not.toContain('p4ssw0rd');
    }
    await sleep(300);
    const log = readFileSync(join(logFolder, 'a.log'), 'utf8');
    expect(log).toContain('for JSON send content-type');
    expect(log).not.toContain('p4ssw0rd');
  });

  it('cuts and escapes what errors repeat of a request', async () => {
    const { url, logFolder } = await serve(transport, servedApi('a', { maxBodyBytes: 1e6 }));
    const name = `\n\u001b[31m\u009b\u202e${'x'.repeat(500_000)}`;
    const form = (text: string) => ({
      body: text,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    const long = 'z'.repeat(10_000);
    const answers = [
      await post(`${url}/a`, { [name]: 1 }),
      await post(`${url}/a`, [{ [name]: 1 }]),
      await send(`${url}/a`, form(`${'x'.repeat(400_000)}=1`)),
      await send(`${url}/a`, form(`${'x'.repeat(400_000)}=1&${'x'.repeat(400_000)}=2`)),
      await send(`${url}/a`, { body: '1', headers: { 'content-type': `a/${long}` } }),
      await send(`${url}/${long}`),
    ];
    for (const answer of answers) {
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.text.length).toBeLessThan(500);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there.
      expect(answer.error).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
    }
    await sleep(300);
    expect(readFileSync(join(logFolder, 'a.log')).length).toBeLessThan(5000);
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
      'content type "text/xml" is not supported: send application/json, application/x-www-form-urlencoded or multipart/form-data',
    ]);
    const { json } = await send(`${url}/trip`);
    expect(json).toMatchObject({ name: 'trip', model: { features: 13, objective: 'regression' } });
  });

  it('keeps health, readiness and metrics', async () => {
    const { url } = await serve(transport, servedApi('a'));
    for (const path of ['/healthz/live', '/v2/health/live', '/healthz/ready', '/v2/health/ready']) {
      expect((await send(url + path)).status).toBe(200);
    }
    for (let i = 0; i < 3; i++) await post(`${url}/a`, trip);
    await post(`${url}/a`, 1);
    const { headers, text } = await send(`${url}/metrics`);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toContain('cambium_requests_total{api="a",code="200"} 3');
    expect(text).toContain('cambium_requests_total{api="a",code="400"} 1');
    expect(text).toContain('cambium_request_duration_seconds_bucket{api="a",le="+Inf"} 4');
    expect(text).toContain('cambium_request_duration_seconds_count{api="a"} 4');
    expect(text).toMatch(
      /cambium_model_info\{api="a",id="one",objective="regression",features="13",trees="\d+"\} 1/,
    );
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
      problem: `cannot listen on port ${server.port} of 127.0.0.1: it is in use by another program`,
    });
  });
});
