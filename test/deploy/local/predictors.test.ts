import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { payloads, post, send } from '../../server/serve.js';
import { apiYaml, type TestHome, testHome } from './home.js';

const [trip = {}] = payloads('regression', 1);
const inServer = '/server-main/.test(process.argv[1])';

/** An API whose predictor runs `load` when its module is loaded, and `act` at each request. */
function predictorYaml(home: TestHome, name: string, load: string, act = ''): string {
  writeFileSync(
    join(home.folder, `${name}.mjs`),
    `import { definePredictor } from 'cambium';
${load}
export default definePredictor({
  input: { act: { type: 'boolean', example: false } },
  features: (row) => {
    if (row.act) { ${act} }
    return ${JSON.stringify(trip)};
  },
});`,
  );
  return apiYaml(name, 'regression', `    path: ./${name}.mjs\n`);
}

const logOf = (home: TestHome, name: string) => {
  const path = home.environment.home.log(name);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
};

describe('a predictor that cannot be tried is refused by name', () => {
  it.each([
    [
      'a timer that throws',
      "setTimeout(() => { throw new Error('from a timer'); }, 0); await new Promise((done) => setTimeout(done, 50));",
      'nothing caught this error: Error: from a timer at trip.mjs:2:25',
    ],
    [
      'a rejection without a handler',
      "Promise.reject(new Error('rejected'));",
      'nothing caught this error: Error: rejected at trip.mjs:2:16',
    ],
    ['an exit', 'process.exit(3);', 'it ended the process that tried it (exit status 3)'],
    ['an abort', 'process.abort();', 'it ended the process that tried it (SIGABRT)'],
  ])('%s', async (_, load, message) => {
    const home = testHome();
    await expect(home.deploy(predictorYaml(home, 'trip', load))).rejects.toMatchObject({
      code: 'bad-predictor',
      problem: expect.stringMatching(/apis\.yml:\d+:\d+: API "trip": predictor .*trip\.mjs: /),
      message: expect.stringContaining(message),
    });
    expect(home.processes()).toEqual({ supervisor: undefined, server: undefined });
  });
});

describe('a predictor in the server', () => {
  it('does not end it by what nobody catches, by an exit or by an abort', async () => {
    const home = testHome();
    const act = `setTimeout(() => { throw new Error('of a timer'); }, 5);
      Promise.reject(new Error('of a promise'));
      setImmediate(() => process.exit(3));
      process.abort();`;
    const [good, bad] = await home.deploy(apiYaml('good') + predictorYaml(home, 'bad', '', act));
    const { server } = home.processes();
    expect((await post(bad?.endpoint as string, { act: true })).status).toBe(500);
    await vi.waitFor(() => {
      const log = logOf(home, 'bad');
      expect(log).toContain('process.abort() would end the server of all APIs');
      expect(log).toContain('nothing caught this error: Error: process.exit() would end');
      expect(log).toContain('nothing caught this error: Error: of a timer');
      expect(log).toContain('nothing caught this error: Error: of a promise');
    });
    expect((await post(good?.endpoint as string, trip)).status).toBe(200);
    expect((await post(bad?.endpoint as string, { act: false })).status).toBe(200);
    expect(home.processes().server).toBe(server);
    for (const name of ['good', 'bad']) await home.environment.delete(name);
  });

  it('is left out once it has ended the server three times, and the other APIs go on', async () => {
    const home = testHome();
    const bomb = join(home.folder, 'bomb');
    const load = `import { existsSync } from 'node:fs';
if (${inServer} && existsSync(${JSON.stringify(bomb)})) process.kill(process.pid, 'SIGKILL');`;
    const yaml = predictorYaml(home, 'bad', load) + apiYaml('good');
    const [bad, good] = await home.deploy(yaml);
    writeFileSync(bomb, '');
    process.kill(home.processes().server as number, 'SIGKILL');
    await vi.waitFor(
      async () => {
        expect((await post(good?.endpoint as string, trip)).status).toBe(200);
        expect(await home.environment.get('bad')).toMatchObject({
          status: 'error',
          reason:
            'the server process ended 3 times while it loaded this API: it is left out until it is deployed again',
        });
      },
      { timeout: 20_000, interval: 100 },
    );
    expect(await post(bad?.endpoint as string, { act: false })).toMatchObject({
      status: 503,
      error: 'API "bad" is not live: it could not be loaded (server-ended); its log says why',
    });
    const ready = await send(`${good?.endpoint.replace('/good', '')}/healthz/ready`);
    expect(ready.json).toEqual({ ready: false, apis: { bad: 'failed', good: 'live' } });
    writeFileSync(join(home.folder, 'bad.mjs'), '');
    await home.deploy(predictorYaml(home, 'bad', '') + apiYaml('good'));
    expect((await post(bad?.endpoint as string, { act: false })).status).toBe(200);
    for (const name of ['good', 'bad']) await home.environment.delete(name);
  });
});
