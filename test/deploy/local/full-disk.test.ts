/** A disk that is full, read-only or gone costs logs and counts, never an API that answers. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { deployFile } from '../../../deploy/index.js';
import { LocalEnvironment } from '../../../deploy/local/index.js';
import { payloads, post, send, temporaryFolder } from '../../server/serve.js';
import { apiYaml, isRunning, type TestHome, testHome } from './home.js';

const [trip = {}] = payloads('regression', 1);

/** Mounts a disk of `size`; undefined where this process may not. */
function mount(size: string): string | undefined {
  const folder = join(temporaryFolder(), 'disk');
  mkdirSync(folder);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  if (status !== 0) return undefined;
  onTestFinished(() => void spawnSync('umount', ['-l', folder]));
  return folder;
}

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = '/tmp/cambium-mount-test';
  mkdirSync(folder, { recursive: true });
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
  if (status === 0) spawnSync('umount', ['-l', folder]);
  return status === 0;
}

/** A home on a disk of its own. */
function homeOn(folder: string): TestHome {
  const home = testHome();
  const environment = new LocalEnvironment(join(folder, 'home'));
  onTestFinished(async () => {
    for (const { name } of await environment.list().catch(() => [])) {
      await environment.delete(name).catch(() => undefined);
    }
  });
  return {
    ...home,
    environment,
    deploy: (text) => {
      const file = join(home.folder, 'apis.yml');
      writeFileSync(file, text);
      return deployFile(file, { home: join(folder, 'home') });
    },
  };
}

/** Fills a disk to the last byte; returns what frees it. */
function fill(folder: string): () => void {
  const file = join(folder, 'filler');
  spawnSync('dd', ['if=/dev/zero', `of=${file}`, 'bs=4k'], { stdio: 'ignore' });
  return () => truncateSync(file, 0);
}

async function until(what: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 15_000; waited += 100) {
    if (await what()) return;
    await sleep(100);
  }
  throw new Error(`not so after fifteen seconds: ${what}`);
}

const why = canMount() ? '' : ' (skipped: this user may not mount a disk)';

describe.skipIf(why !== '')(`a full disk${why}`, () => {
  it('keeps no API from answering, is told of, and is recovered from', async () => {
    const disk = mount('4m') as string;
    const home = homeOn(disk);
    const [api] = await home.deploy(apiYaml('trip'));
    const url = api?.endpoint as string;
    const metrics = () => send(`${new URL(url).origin}/metrics`);
    expect(await home.environment.troubles()).toEqual([]);
    const free = fill(disk);

    for (let i = 0; i < 5; i++) expect((await post(url, trip)).status).toBe(200);
    expect((await post(url, { nonsense: 1 })).status).toBe(400);
    await until(async () => {
      const troubles = await home.environment.troubles();
      return troubles.length >= 2 && troubles.every((one) => one.includes('the disk is full'));
    });
    expect((await metrics()).text).toMatch(/cambium_log_lines_lost_total\{api="trip"\} [1-9]/);
    const [state] = await home.environment.list();
    expect(state).toMatchObject({ status: 'live', traffic: { codes: { 200: 5, 400: 1 } } });

    // A new version cannot be kept: what is live stays.
    await expect(home.deploy(apiYaml('trip', 'binary'))).rejects.toThrow(/the disk is full/);
    await expect(home.deploy(apiYaml('other', 'binary'))).rejects.toThrow(/the disk is full/);
    expect((await post(url, trip)).status).toBe(200);

    free();
    await post(url, { nonsense: 1 });
    await until(async () => (await home.environment.troubles()).length === 0);
    const lines: string[] = [];
    const options = { lines: 10, follow: false, signal: new AbortController().signal };
    for await (const line of home.environment.logs('trip', options)) lines.push(line);
    expect(lines.join('\n')).toMatch(/\d lines were lost: the disk is full/);
  });

  it('does not keep APIs from being deleted, nor the server from being restarted', async () => {
    const disk = mount('4m') as string;
    const home = homeOn(disk);
    const [api] = await home.deploy(apiYaml('trip') + apiYaml('other', 'binary'));
    const url = api?.endpoint as string;
    fill(disk);
    await home.environment.delete('other');
    const left = await home.environment.list();
    expect(left.map(({ name }) => name)).toEqual(['trip']);
    const { pid } = JSON.parse(readFileSync(home.environment.home.server, 'utf8'));
    process.kill(pid, 'SIGKILL');
    await until(async () => (await post(url, trip).catch(() => undefined))?.status === 200);
    await home.environment.delete('trip');
    expect(await home.environment.list()).toEqual([]);
  });
});

describe('a home that is removed', () => {
  it('is written again while its APIs answer, so that they can be stopped', async () => {
    const home = testHome();
    const [api] = await home.deploy(apiYaml('trip'));
    const { supervisor } = home.processes();
    rmSync(home.environment.home.folder, { recursive: true });
    expect((await post(api?.endpoint as string, trip)).status).toBe(200);
    await until(async () => existsSync(home.environment.home.supervisor));
    expect(await home.environment.get('trip')).toMatchObject({ status: 'live' });
    await home.environment.delete('trip');
    expect(isRunning(supervisor)).toBe(false);
  });
});
