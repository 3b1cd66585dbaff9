import { describe, expect, it } from 'vitest';
import { fixture, payloads, post, send, servedApi, serveWith } from './serve.js';
import { transports } from './transport/transports.js';

const [trip = {}] = payloads('regression', 1);
const known = [
  { name: 'a', endpoint: '/trips' },
  { name: 'b', endpoint: '/b' },
];
const broken = servedApi('a', {
  endpoint: '/trips',
  modelPath: fixture('regression', 'meta.json'),
});

describe.each(transports)('readiness of a server over %s', (transport) => {
  it('is that of all APIs, and of each', async () => {
    const { server, url } = await serveWith({ transport, known });
    const ready = async (path = '/healthz/ready') => {
      const { status, json } = await send(url + path);
      return [status, json];
    };
    expect(await ready()).toEqual([503, { ready: false, apis: { a: 'loading', b: 'loading' } }]);
    const waiting = await post(`${url}/trips`, trip);
    expect([waiting.status, waiting.error, waiting.headers['retry-after']]).toEqual([
      503,
      'API "a" is being loaded; try again',
      '1',
    ]);
    await server.load(servedApi('b'));
    expect((await post(`${url}/b`, trip)).status).toBe(200);
    expect(await ready('/v2/models/b/ready')).toEqual([
      200,
      { name: 'b', ready: true, state: 'live' },
    ]);
    expect(await ready('/v2/models/a/ready')).toEqual([
      503,
      { name: 'a', ready: false, state: 'loading' },
    ]);
    await expect(server.load(broken)).rejects.toThrow();
    expect(await ready()).toEqual([503, { ready: false, apis: { a: 'failed', b: 'live' } }]);
    await server.load(servedApi('a', { endpoint: '/trips' }));
    expect(await ready('/v2/health/ready')).toEqual([
      200,
      { ready: true, apis: { a: 'live', b: 'live' } },
    ]);
    expect(await ready('/v2/models/bb/ready')).toEqual([
      404,
      { error: 'no API is named bb (did you mean "b"?)' },
    ]);
  });

  it('names why a known API is not live, without paths of the machine', async () => {
    const { server, url } = await serveWith({ transport, known });
    await expect(server.load(broken)).rejects.toThrow();
    for (const path of ['/trips', '/trips/']) {
      const answer = await post(url + path, trip);
      expect([answer.status, answer.error]).toEqual([
        503,
        'API "a" is not live: it could not be loaded (bad-model-file); its log says why',
      ]);
    }
    expect((await send(`${url}/trips`)).status).toBe(503);
    expect((await send(`${url}/trips`, { method: 'HEAD' })).status).toBe(503);
    expect(server.traffic()['a']?.codes).toEqual({ 503: 4 });
    const { text } = await send(`${url}/metrics`);
    expect(text).toContain('cambium_api_ready{api="a"} 0');
    expect(text).toContain('cambium_requests_total{api="a",code="503"} 4');
    await server.unload('a');
    expect((await post(`${url}/trips`, trip)).status).toBe(404);
  });

  it('keeps an API that is live when its next version cannot be loaded', async () => {
    const { server, url } = await serveWith({ transport }, servedApi('a', { endpoint: '/trips' }));
    await expect(server.load(broken)).rejects.toThrow();
    expect((await send(`${url}/healthz/ready`)).status).toBe(200);
    expect((await post(`${url}/trips`, trip)).status).toBe(200);
    await expect(server.load({ ...broken, name: 'new', endpoint: '/new' })).rejects.toThrow();
    expect((await post(`${url}/new`, trip)).status).toBe(404);
  });
});
