import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { formatLine } from '../../../deploy/local/client/follow-log.js';
import { payloads, post, send } from '../../server/serve.js';
import { apiYaml, type TestHome, testHome } from './home.js';

const [trip = {}] = payloads('regression', 1);

/** An API whose predictor runs `load` when it is made, and `act` at each request. */
function predictorYaml(home: TestHome, name: string, load: string, act = ''): string {
  writeFileSync(
    join(home.folder, `${name}.mjs`),
    `import { definePredictor } from 'cambium';
    import { spawnSync } from 'node:child_process';
    export default async () => {
      ${load}
      return definePredictor({
        input: { do: { type: 'string', example: '' } },
        features: (row) => {
          ${act}
          return ${JSON.stringify(trip)};
        },
      });
    };`,
  );
  return apiYaml(name, 'regression', `    path: ./${name}.mjs\n`);
}

const logOf = (home: TestHome, name: string) => {
  const path = home.environment.home.log(name);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
};

const waiting = { timeout: 10_000, interval: 50 };

describe('output of predictors', () => {
  it('goes to the log of the API, whichever way and whenever it is printed', async () => {
    const home = testHome();
    const act = `if (row.do !== 'print') return ${JSON.stringify(trip)};
      console.log('from log'); console.table([{ from: 'table' }]); console.dir({ from: 'dir' });
      process.stdout.write('from stdout'); process.stderr.write('from stderr\\n');
      setTimeout(() => console.warn('from a timer'), 20);
      Promise.resolve().then(() => process.stdout.write(Buffer.from('from a promise')));
      setImmediate(() => setTimeout(() => process.stderr.write('from both'), 20));`;
    const [api] = await home.deploy(predictorYaml(home, 'trip', '', act));
    expect((await post(api?.endpoint as string, { do: 'print' })).status).toBe(200);
    const sources = ['log', 'stdout', 'stderr', 'a timer', 'a promise', 'both'];
    await vi.waitFor(() => {
      const log = logOf(home, 'trip');
      for (const source of sources) expect(log).toContain(`from ${source}`);
      expect(log).toContain("│ 'table' │");
      expect(log).toContain("{ from: 'dir' }");
    }, waiting);
    expect(readFileSync(home.environment.home.supervisorLog, 'utf8')).not.toContain('from');
    await home.environment.delete('trip');
  });

  it('goes to no other API’s log, also while one is loaded', async () => {
    const home = testHome();
    const ticking = predictorYaml(
      home,
      'one',
      `if (/server-main/.test(process.argv[1])) setInterval(() => console.log('tick of one'), 50);`,
    );
    const slow = predictorYaml(
      home,
      'two',
      `await new Promise((resolve) => setTimeout(resolve, 400)); console.log('load of two');`,
      `console.log('call of two');`,
    );
    const [, two] = await home.deploy(ticking + slow);
    await post(two?.endpoint as string, { do: '' });
    await vi.waitFor(() => expect(logOf(home, 'two')).toContain('call of two'), waiting);
    expect(logOf(home, 'two')).toContain('load of two');
    expect(logOf(home, 'two')).not.toContain('of one');
    expect(logOf(home, 'one')).toContain('tick of one');
    expect(logOf(home, 'one')).not.toContain('of two');
    for (const name of ['one', 'two']) await home.environment.delete(name);
  });

  it('is limited in every second, with a count of what was dropped, native output too', async () => {
    const home = testHome();
    const act = `if (row.do !== 'flood') return ${JSON.stringify(trip)};
      setTimeout(() => { for (let i = 0; i < 20_000; i++) console.log('flood ' + 'x'.repeat(1000)); }, 1);
      setTimeout(() => {
        spawnSync(process.execPath, ['-e', "for (let i = 0; i < 20_000; i++) console.log('native ' + 'x'.repeat(1000))"],
          { stdio: 'inherit' });
      }, 20);`;
    const [api] = await home.deploy(predictorYaml(home, 'trip', '', act));
    await post(api?.endpoint as string, { do: 'flood' });
    const counted = (log: string) =>
      [...log.matchAll(/(\d+) more lines?, not logged/g)].reduce(
        (sum, [, n]) => sum + Number(n),
        0,
      );
    const lines = (log: string, word: string) =>
      log.split('\n').filter((l) => l.includes(word)).length;
    const { supervisorLog, folder } = home.environment.home;
    await vi.waitFor(() => {
      const log = logOf(home, 'trip');
      expect(lines(log, 'flood ') + counted(log)).toBe(20_000);
      const native = readFileSync(supervisorLog, 'utf8');
      expect(lines(native, 'native ') + counted(native)).toBe(20_000);
    }, waiting);
    const sizes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.log(\.\d)?$/.test(file))
      .map((file) => statSync(join(folder, file)).size);
    // 40 MB were printed.
    expect(sizes.reduce((a, b) => a + b)).toBeLessThan(4e6);
    await home.environment.delete('trip');
  });
});

describe('a log on a terminal', () => {
  it('obeys nothing that a stranger or a predictor wrote', async () => {
    const home = testHome();
    const [api] = await home.deploy(apiYaml('trip'));
    const name = '\n2030-01-01T00:00:00.000Z error forged \u001b[31m\u009b2J\u202e';
    await post(api?.endpoint as string, { ...trip, [name]: 1 });
    const options = { lines: 100, follow: false, signal: new AbortController().signal };
    await vi.waitFor(async () => {
      const lines: string[] = [];
      for await (const line of home.environment.logs('trip', options)) lines.push(line);
      expect(lines.at(-1)).toMatch(/warn {2}400 unknown field "\\n2030.* forged \\u001b\[31m/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there.
      expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
    }, waiting);
    await home.environment.delete('trip');
  });

  it('shows lines of other kinds escaped, further lines indented, and cut', () => {
    expect(formatLine('no JSON \u001b[2J\r')).toBe('no JSON \\u001b[2J\\u000d');
    const entry = { level: 50, time: 0, msg: 'a\nb\u009b', stack: 'Error: c\n    at d\u001b' };
    expect(formatLine(JSON.stringify(entry))).toBe(
      '1970-01-01T00:00:00.000Z error a\n    b\\u009b\n    Error: c\n        at d\\u001b',
    );
    expect(formatLine('x'.repeat(500_000)).length).toBeLessThan(21_000);
  });
});

describe('an API whose model is damaged', () => {
  it('is answered 503 with the reason after a restart, and the server is not ready', async () => {
    const home = testHome();
    const [first] = await home.deploy(apiYaml('trip') + apiYaml('other', 'binary'));
    const url = first?.endpoint as string;
    const base = url.replace('/trip', '');
    const [model] = readdirSync(home.environment.models('trip'));
    writeFileSync(join(home.environment.models('trip'), model as string), 'tree\nversion=v4\n');
    const { server } = home.processes();
    const seen = new Set<number>();
    process.kill(server as number, 'SIGKILL');
    await vi.waitFor(async () => {
      const { status, error } = await post(url, trip);
      seen.add(status);
      expect([status, error]).toEqual([503, expect.stringMatching(/not live: .*bad-model-file/)]);
    }, waiting);
    expect([...seen]).toEqual([503]);
    expect((await send(`${base}/healthz/ready`)).status).toBe(503);
    expect((await send(`${base}/v2/models/trip/ready`)).status).toBe(503);
    await vi.waitFor(async () => {
      expect((await send(`${base}/v2/models/other/ready`)).status).toBe(200);
    }, waiting);
    await home.deploy(apiYaml('trip'));
    expect((await post(url, trip)).status).toBe(200);
    expect((await send(`${base}/healthz/ready`)).status).toBe(200);
    for (const name of ['trip', 'other']) await home.environment.delete(name);
  });
});
