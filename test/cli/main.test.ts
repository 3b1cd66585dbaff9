import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.js';
import { built, packageRoot } from '../../src/runtime/index.js';

const cli = built('src/cli/main.js');

interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function cambium(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd: tmpdir(), env: { ...process.env, NO_COLOR: '1', ...env } };
    execFile(process.execPath, [cli, ...args], options, (error, out, err) => {
      resolve({ status: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

const names = commands.map(({ name }) => name);

describe('help', () => {
  test('of all lists every command with its summary, however it is asked for', async () => {
    const { status, out, err } = await cambium(['--help']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    for (const { name, summary } of commands) {
      expect(out).toMatch(new RegExp(`^ {2}${name} +.*${summary.split(' ')[0]}`, 'm'));
      expect(out).toContain(summary);
    }
    for (const other of [[], ['help'], ['-h']]) {
      expect(await cambium(other)).toEqual({ status: 0, out, err: '' });
    }
  });

  test.each(names)('of %s has examples, and `help` is the same as `--help`', async (name) => {
    const asked = await cambium([name, '--help']);
    expect(asked).toMatchObject({ status: 0, err: '' });
    expect(asked.out).toContain(`Usage: cambium ${name} [options]`);
    expect(asked.out).toContain('Examples:\n');
    expect(asked.out).toMatch(new RegExp(`^ {2}(?:\\w+=\\S+ )?cambium ${name}\\b`, 'm'));
    expect(await cambium(['help', name])).toEqual(asked);
  });

  test.each(['', ...names])('of "%s" loads none of the large packages', async (name) => {
    const folder = await mkdtemp(join(tmpdir(), 'cambium-help-'));
    try {
      await cambium([...(name === '' ? [] : [name]), '--help'], { NODE_V8_COVERAGE: folder });
      const [file = ''] = await readdir(folder);
      const { result } = JSON.parse(await readFile(join(folder, file), 'utf8'));
      const loaded: string[] = result.map(({ url }: { url: string }) => url);
      expect(loaded.some((url) => url.includes('/node_modules/commander/'))).toBe(true);
      const large =
        /\/node_modules\/(?:@duckdb|apache-arrow|webgpu|piscina|pino|prom-client|uWebSockets.js|zod|yaml|jiti)\//;
      expect(loaded.filter((url) => large.test(url))).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('may be cut off by its reader', async () => {
    const child = spawn('sh', ['-c', `"$0" "$1" train --help | true`, process.execPath, cli]);
    let err = '';
    child.stderr.on('data', (data: Buffer) => {
      err += data;
    });
    await new Promise((resolve) => child.on('close', resolve));
    expect(err).toBe('');
  });
});

test('--version prints the version of package.json', async () => {
  const { version } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8'));
  expect(await cambium(['--version'])).toEqual({ status: 0, out: `${version}\n`, err: '' });
});

describe('a mistake is told in one line, with status 1', () => {
  test.each([
    [['scor'], 'error: unknown command "scor" (did you mean "score"?)'],
    [['frobnicate'], `error: unknown command "frobnicate" (one of ${names.join(', ')})`],
    [['help', 'scor'], 'error: unknown command "scor" (did you mean "score"?)'],
    [['--versoin'], "error: unknown option '--versoin' (Did you mean --version?)"],
    [['score'], 'error: there is no model (cambium score MODEL DATA --output FILE)'],
    [
      ['score', '--output', 'p.csv'],
      'error: there is no model (cambium score MODEL DATA --output FILE)',
    ],
    [['inspect'], "error: missing required argument 'model' (cambium inspect --help)"],
    [['inspect', 'm.txt', '--jsno'], "error: unknown option '--jsno' (Did you mean --json?)"],
    [['inspect', 'no-such-model.txt'], 'error: no-such-model.txt: there is no such file'],
  ])('%j', async (args, message) => {
    expect(await cambium(args)).toEqual({ status: 1, out: '', err: `${message}\n` });
  });
});
