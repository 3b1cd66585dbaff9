import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fixture, payloads, post, predictions, send, serve, servedApi } from './serve.js';
import { transports } from './transport/transports.js';

const [trip = {}] = payloads('regression', 1);
const [[expected = 0] = []] = predictions('regression', 1);

describe.each(transports)('changes of what a server over %s serves', (transport) => {
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
});
