import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { apiYaml, isRunning, testHome } from '../../deploy/local/home.js';
import { payloads, post } from '../../server/serve.js';
import { type Ended, start } from './cambium.js';

const [trip = {}] = payloads('regression', 1);

/** `cambium` in a project folder with a file trip.yml. */
function project(text = apiYaml('trip')) {
  const home = testHome();
  writeFileSync(join(home.folder, 'trip.yml'), text);
  const env = { CAMBIUM_HOME: home.folder, CAMBIUM_PORT: '0' };
  return {
    home,
    begin: (...args: string[]) => start(args, home.folder, env),
    cambium: (...args: string[]): Promise<Ended> => start(args, home.folder, env).ended,
  };
}

describe('cambium deploy, get, logs and delete', () => {
  it('bring an API from its file to its end', async () => {
    const { home, begin, cambium } = project(`${apiYaml('trip')}  compute: { cpu: 1 }\n`);
    expect(await cambium('get')).toMatchObject({ status: 0, out: 'no apis are deployed\n' });

    const deployed = await cambium('deploy', 'trip.yml');
    // Where the addon does not load there is one warning more, which has a test of its own.
    const err = deployed.err.replace(/^warning: uWebSockets.*\n/m, '');
    expect({ ...deployed, err }).toEqual({
      status: 0,
      out: `using local environment

creating trip (RealtimeAPI)

cambium get          (show api statuses)
cambium get trip     (show api info)
cambium logs trip    (stream api logs)
`,
      err: 'note: compute has no effect in local\n',
    });
    const { server, supervisor } = home.processes();
    const fresh = await cambium('get');
    expect(fresh.out.replace(/ {2,}/g, '|')).toMatch(
      /^env\|realtime api\|status\|up-to-date\|requested\|last update\|avg request\|2XX\nlocal\|trip\|live\|1\|1\|\d+s\|-\|-\n$/,
    );

    const json = JSON.parse((await cambium('get', 'trip', '-o', 'json')).out);
    expect(json).toMatchObject({ env: 'local', name: 'trip', kind: 'RealtimeAPI', status: 'live' });
    expect(json.avgRequest).toBeNull();
    await post(json.endpoint, trip);
    await post(json.endpoint, { hour: 1 });
    const [listed] = JSON.parse((await cambium('get', '-o', 'json')).out);
    expect(listed).toMatchObject({ endpoint: json.endpoint, '2XX': 1, '4XX': 1, requests: 2 });

    const { out } = await cambium('get', 'trip');
    expect(out).toMatch(/avg request +2XX +4XX\n/);
    expect(out).toMatch(/live +1 +1 +\d+s +[\d.]+ ms +1 +1\n/);
    expect(out).toContain(`endpoint: ${json.endpoint}\n`);
    expect(out).toContain(
      `example: curl ${json.endpoint} -X POST -H "Content-Type: application/json" -d '{"vendor_id":0,`,
    );

    const again = await cambium('deploy', 'trip.yml', '-o', 'json');
    expect(JSON.parse(again.out)).toEqual([
      { name: 'trip', action: 'up to date', endpoint: json.endpoint },
    ]);
    expect((await cambium('deploy', 'trip.yml', '--force', '-y', '-e', 'local')).out).toContain(
      'updating trip (RealtimeAPI)',
    );

    const following = begin('logs', 'trip', '--lines', '1');
    while (!following.out().includes('updated at /trip')) await sleep(20);
    await post(json.endpoint, { secret: 1 });
    while (!following.out().includes('unknown field "secret"')) await sleep(20);
    following.child.kill('SIGINT');
    const { status, out: followed } = await following.ended;
    expect([status, followed.split('\n')]).toEqual([0, [expect.anything(), expect.anything(), '']]);
    const last = await cambium('logs', 'trip', '--no-follow', '-n', '2');
    expect(last.out.split('\n')).toHaveLength(3);

    const missed = await cambium('delete', 'tripp');
    expect(missed).toEqual({
      status: 1,
      out: '',
      err: 'error: no API is named "tripp" (did you mean "trip"?)\n',
    });
    expect(await cambium('delete', 'trip')).toEqual({ status: 0, out: 'deleting trip\n', err: '' });
    expect([isRunning(supervisor), isRunning(server)]).toEqual([false, false]);
  });

  it('watches', async () => {
    const { begin, cambium } = project();
    const watching = begin('get', '-w');
    while (!watching.out().includes('no apis are deployed')) await sleep(20);
    await cambium('deploy', 'trip.yml');
    while (!watching.out().includes('trip')) await sleep(20);
    watching.child.kill('SIGINT');
    expect((await watching.ended).status).toBe(0);
    await cambium('delete', 'trip', '-o', 'json');
  });

  it('says once that the slower transport serves', async () => {
    const { cambium } = project();
    const addon = await import('../../../server/transport/uws.js')
      .then(({ loadAddon }) => loadAddon())
      .catch(() => undefined);
    const { err } = await cambium('deploy', 'trip.yml');
    const warnings = err.match(/serving with node:http, which is slower/g) ?? [];
    expect(warnings).toHaveLength(addon === undefined ? 1 : 0);
    await cambium('delete', 'trip');
  });

  it.each([
    [['deploy', 'trpi.yml'], 'error: trpi.yml: there is no such file (did you mean "trip.yml"?)'],
    [
      ['deploy', 'trip.yml', '-e', 'locla'],
      'error: environment "locla" is not known (did you mean "local"?)',
    ],
    [
      ['deploy', 'bad.yml'],
      'error: bad.yml:5:3: API "trip": unknown field "predictor.vresion" (did you mean "version"?)',
    ],
    [['get', 'trip'], 'error: no API is named "trip" (no apis are deployed)'],
    [['logs', 'trip'], 'error: no API is named "trip" (no apis are deployed)'],
    [['delete', 'trip'], 'error: no API is named "trip" (no apis are deployed)'],
  ])('fails in one line: %j', async (args, message) => {
    const { home, cambium } = project();
    writeFileSync(
      join(home.folder, 'bad.yml'),
      'name: trip\nkind: RealtimeAPI\npredictor:\n  model: x\n  vresion: 1\n',
    );
    const { status, err } = await cambium(...args);
    expect([status, err.trimEnd()]).toEqual([1, message]);
  });

  it.each(['deploy', 'get', 'logs', 'delete'])('%s explains itself with examples', async (name) => {
    const { cambium } = project();
    const { status, out } = await cambium(name, '--help');
    expect(status).toBe(0);
    expect(out).toContain(`Usage: cambium ${name}`);
    expect(out).toContain('Examples:');
  });
});
