import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { deployFile } from '../../../deploy/index.js';
import { fixture, payloads, post, predictions } from '../../server/serve.js';
import { apiYaml, isRunning, type TestHome, testHome } from './home.js';

const [trip = {}] = payloads('regression', 1);
const [[expected = 0] = []] = predictions('regression', 1);

/** Waits until something is so, at most ten seconds. */
async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 25) {
    if (await what()) return;
    await sleep(25);
  }
  throw new Error(`not so after ten seconds: ${what}`);
}

/** All files of a home's state, without the folders and the lock's own. */
function files(home: TestHome): string[] {
  return readdirSync(home.environment.home.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('turn'))
    .map((entry) => entry.name)
    .sort();
}

async function deleteAll(home: TestHome): Promise<void> {
  for (const { name } of await home.environment.list()) {
    await home.environment.delete(name);
  }
}

const predictor = (hour: number) => `
  import { definePredictor } from 'cambium';
  export default definePredictor({
    input: { do: 'string' },
    features: (row) => {
      if (row.do === 'exit') process.kill(process.pid, 'SIGKILL');
      if (row.do === 'hang') for (;;);
      return { ...${JSON.stringify(trip)}, hour: ${hour} };
    },
  });`;

function withPredictor(home: TestHome, hour: number): string {
  writeFileSync(join(home.folder, 'predictor.ts'), predictor(hour));
  return apiYaml('trip', 'regression', '    path: ./predictor.ts\n');
}

describe('the local environment', () => {
  it('starts, updates, and deletes APIs, and leaves nothing behind', async () => {
    const home = testHome();
    expect(await home.environment.list()).toEqual([]);
    const [api] = await home.deploy(apiYaml('trip'));
    const url = api?.endpoint as string;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/trip$/);
    expect((await post(url, trip)).json).toBeCloseTo(expected, 9);
    expect(await home.environment.list()).toMatchObject([
      { status: 'live', endpoint: url, traffic: { codes: { 200: 1 }, count: 1 } },
    ]);
    const before = home.processes();

    await home.deploy(apiYaml('trip') + apiYaml('other', 'binary'));
    expect((await home.environment.list()).map((one) => one.name)).toEqual(['trip', 'other']);
    await home.deploy(apiYaml('trip', 'quantile'));
    expect((await post(url, trip)).json).not.toBeCloseTo(expected, 3);
    expect(home.actions).toEqual([
      'creating trip',
      'up to date trip',
      'creating other',
      'updating trip',
    ]);
    expect(home.processes()).toEqual(before);
    // Only the live version's copy of the model is kept.
    expect(readdirSync(home.environment.models('trip'))).toHaveLength(1);

    await home.environment.delete('other');
    expect((await post(url.replace('trip', 'other'), trip)).status).toBe(404);
    expect(isRunning(before.server)).toBe(true);
    await home.environment.delete('trip');
    expect([isRunning(before.supervisor), isRunning(before.server)]).toEqual([false, false]);
    expect(files(home)).toEqual(['supervisor.log']);
    expect(await home.environment.list()).toEqual([]);
  });

  it('keeps its secret to the user', async () => {
    const home = testHome();
    await home.deploy(apiYaml('trip'));
    if (process.platform !== 'win32') {
      expect(statSync(home.environment.home.supervisor).mode & 0o777).toBe(0o600);
      expect(statSync(home.environment.home.folder).mode & 0o777).toBe(0o700);
    }
    const { readSupervisor } = await import('../../../deploy/local/state/state.js');
    const { ask } = await import('../../../deploy/local/client/control-client.js');
    const state = await readSupervisor(home.environment.home);
    if (state === undefined) throw new Error('no supervisor');
    const wrong = ask({ ...state, token: 'x' }, { do: 'delete', name: 'trip' });
    await expect(wrong).rejects.toMatchObject({ code: 'unauthorized' });
    await deleteAll(home);
  });

  it('does not disturb another home', async () => {
    const one = testHome();
    const two = testHome();
    const [[first], [second]] = await Promise.all([
      one.deploy(apiYaml('trip')),
      two.deploy(apiYaml('trip', 'quantile')),
    ]);
    expect(first?.endpoint).not.toBe(second?.endpoint);
    await deleteAll(one);
    expect((await post(second?.endpoint as string, trip)).status).toBe(200);
    expect(await one.environment.list()).toEqual([]);
    await deleteAll(two);
  });

  it('lets commands that run at the same time take turns', async () => {
    const home = testHome();
    writeFileSync(join(home.folder, 'a.yml'), apiYaml('a'));
    writeFileSync(join(home.folder, 'b.yml'), apiYaml('b'));
    await Promise.all(
      ['a', 'b'].map((name) => deployFile(join(home.folder, `${name}.yml`), { home: home.folder })),
    );
    const apis = await home.environment.list();
    expect(apis.map(({ status }) => status)).toEqual(['live', 'live']);
    await Promise.all(apis.map(({ name }) => home.environment.delete(name)));
    expect(await home.environment.list()).toEqual([]);
    expect(existsSync(home.environment.home.supervisor)).toBe(false);
  });

  it('says which port is in use, and leaves nothing running', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    const home = testHome(String(port));
    await expect(home.deploy(apiYaml('trip'))).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(`port ${port} of 127.0.0.1: it is in use`),
    });
    expect(files(home).filter((file) => file.endsWith('.json'))).toEqual([]);
    expect(home.processes()).toEqual({ supervisor: undefined, server: undefined });
    await new Promise((resolve) => taken.close(resolve));
    await home.deploy(apiYaml('trip'));
    await deleteAll(home);
  });

  it('checks everything before it touches anything', async () => {
    const home = testHome();
    writeFileSync(join(home.folder, 'cut.txt'), 'tree\nversion=v4\nnum_class=1\n');
    const cut = apiYaml('cut').replace(fixture('regression', 'model.txt'), './cut.txt');
    await expect(home.deploy(apiYaml('trip') + cut)).rejects.toMatchObject({
      code: 'bad-model-file',
      message: expect.stringMatching(/apis\.yml:\d+:5: API "cut": .*cut\.txt/),
    });
    expect(home.actions).toEqual([]);
    expect(existsSync(home.environment.home.folder)).toBe(false);

    writeFileSync(join(home.folder, 'predictor.ts'), 'export default 5');
    const bad = apiYaml('trip', 'regression', '    path: ./predictor.ts\n');
    await expect(home.deploy(bad)).rejects.toMatchObject({
      code: 'bad-predictor',
      message: expect.stringContaining('apis.yml:5:5: API "trip"'),
    });
  });

  it('starts nothing for a model that cannot be kept, e.g. on a full disk', async () => {
    const home = testHome();
    home.environment.home.create();
    // In the way of the folder of the API's models.
    writeFileSync(home.environment.models('trip'), '');
    await expect(home.deploy(apiYaml('trip'))).rejects.toMatchObject({
      code: 'unwritable',
      message: expect.stringMatching(/models.trip.*cannot be written/),
    });
    expect(home.processes()).toEqual({ supervisor: undefined, server: undefined });
    expect(files(home)).toEqual([]);
  });

  it('says that another port has no effect while APIs are served', async () => {
    const home = testHome();
    await home.deploy(apiYaml('trip'));
    vi.stubEnv('CAMBIUM_PORT', '1');
    const notices: string[] = [];
    await deployFile(join(home.folder, 'apis.yml'), {
      home: home.folder,
      onNotice: (notice) => notices.push(notice),
    });
    expect(notices.join()).toMatch(/^note: CAMBIUM_PORT=1 has no effect: .* on 127\.0\.0\.1:\d+$/);
  });

  it('names the API that was meant', async () => {
    const home = testHome();
    await home.deploy(apiYaml('trip'));
    for (const act of ['get', 'delete'] as const) {
      await expect(home.environment[act]('tripp')).rejects.toMatchObject({
        problem: 'no API is named "tripp"',
        hint: 'did you mean "trip"?',
      });
    }
    const same = `${apiYaml('b')}  networking: { endpoint: trip }\n`;
    await expect(home.deploy(same)).rejects.toMatchObject({ code: 'endpoint-in-use' });
    await deleteAll(home);
  });

  it('redeploys when the predictor changes', async () => {
    const home = testHome();
    const [api] = await home.deploy(withPredictor(home, 3));
    const first = await post(api?.endpoint as string, { do: '' });
    await home.deploy(withPredictor(home, 3));
    await home.deploy(withPredictor(home, 18));
    expect(home.actions).toEqual(['creating trip', 'up to date trip', 'updating trip']);
    expect((await post(api?.endpoint as string, { do: '' })).json).not.toBe(first.json);
    await deleteAll(home);
  });

  it('restarts a server that crashed, and keeps the counts', async () => {
    const home = testHome();
    const [api] = await home.deploy(withPredictor(home, 3));
    const url = api?.endpoint as string;
    for (let i = 0; i < 3; i++) await post(url, { do: '' });
    expect((await home.environment.get('trip')).traffic.count).toBe(3);
    const { server } = home.processes();
    await expect(post(url, { do: 'exit' })).rejects.toThrow();
    await until(() => home.processes().server !== server);
    await until(async () => (await home.environment.get('trip')).status === 'live');
    expect((await post(url, { do: '' })).status).toBe(200);
    expect((await home.environment.get('trip')).traffic.count).toBe(4);
    await deleteAll(home);
  });

  it('goes on after its supervisor was killed, on the same port', async () => {
    const home = testHome();
    const [api] = await home.deploy(apiYaml('trip') + apiYaml('other', 'binary'));
    await post(api?.endpoint as string, trip);
    // Counts are written down every two seconds.
    await until(() => existsSync(join(home.environment.home.traffic, 'trip.json')));
    const { supervisor, server } = home.processes();
    process.kill(supervisor as number, 'SIGKILL');
    await until(() => !isRunning(server));
    expect(await home.environment.list()).toMatchObject([
      { status: 'stopped', traffic: { count: 0 } },
      { status: 'stopped', traffic: { count: 1 } },
    ]);
    vi.stubEnv('CAMBIUM_PORT', '');
    const [again] = await home.deploy(apiYaml('trip'));
    expect(home.actions.at(-1)).toBe('updating trip');
    expect(again?.endpoint).toBe(api?.endpoint);
    const live = await home.environment.list();
    expect(live.map(({ status }) => status)).toEqual(['live', 'live']);
    expect(live.map(({ traffic }) => traffic.count)).toEqual([0, 1]);
    await deleteAll(home);
  });

  it('ends a hung server whose supervisor died', async () => {
    const home = testHome();
    const [api] = await home.deploy(withPredictor(home, 3));
    void post(api?.endpoint as string, { do: 'hang' }).catch(() => undefined);
    await sleep(200);
    const { supervisor, server } = home.processes();
    process.kill(supervisor as number, 'SIGKILL');
    await sleep(200);
    expect(isRunning(server)).toBe(true);
    await home.environment.delete('trip');
    expect(isRunning(server)).toBe(false);
    expect(files(home)).not.toContain('trip.json');
  });

  it('gives an API’s log, line by line, while it is written', async () => {
    const home = testHome();
    const [api] = await home.deploy(apiYaml('trip'));
    await post(api?.endpoint as string, { hour: 1 });
    const ended = new AbortController();
    const lines: string[] = [];
    const options = { lines: 100, follow: true, signal: ended.signal };
    const following = (async () => {
      for await (const line of home.environment.logs('trip', options)) lines.push(line);
    })();
    await until(() => lines.some((line) => line.includes('warn  400 missing field')));
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z info {2}serving at \/trip: 50 trees/);
    await post(api?.endpoint as string, { ...trip, secret: 'p4ssw0rd' });
    await until(() => lines.some((line) => line.includes('unknown field "secret"')));
    expect(lines.join('\n')).not.toContain('p4ssw0rd');
    await home.environment.delete('trip');
    await following;
    await expect(home.environment.logs('trip', options).next()).rejects.toMatchObject({
      code: 'unknown-api',
    });
  });
});
