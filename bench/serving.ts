/** Serving: requests a second and latency of a deployed API, one trip as JSON a request. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployFile, openEnvironment } from '../deploy/index.js';
import { writeModel } from '../src/boosting/index.js';
import { grownModel } from './models/grown-model.js';
import { formatRate, formatSeconds, type Suite } from './suite.js';

const FEATURES = 13;
const CONNECTIONS = [1, 16] as const;

/** What a client saw. */
interface Load {
  readonly requests: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
}

const hasWrk = spawnSync('wrk', ['--version']).error === undefined;

/** wrk's `141.00us`, `1.03ms` or `1.20s` in seconds. */
function secondsOf(text: string): number {
  const [, amount, unit] = /^([\d.]+)(us|ms|s)$/.exec(text) ?? [];
  return Number(amount) * { us: 1e-6, ms: 1e-3, s: 1 }[unit as 'us' | 'ms' | 's'];
}

function loadByWrk(folder: string, url: string, body: string, connections: number, s: number) {
  const script = join(folder, 'post.lua');
  writeFileSync(
    script,
    `wrk.method = "POST"\nwrk.headers["content-type"] = "application/json"\nwrk.body = [[${body}]]\n`,
  );
  const args = ['-t1', `-c${connections}`, `-d${s}`, '--latency', '-s', script, url];
  const { stdout } = spawnSync('wrk', args, { encoding: 'utf8' });
  const find = (pattern: RegExp) => pattern.exec(stdout)?.[1] ?? '';
  if (/Non-2xx/.test(stdout)) throw new Error(`wrk saw errors:\n${stdout}`);
  return {
    requests: Number(find(/Requests\/sec:\s+([\d.]+)/)) * s,
    seconds: s,
    p50: secondsOf(find(/^\s+50%\s+(\S+)/m)),
    p99: secondsOf(find(/^\s+99%\s+(\S+)/m)),
  };
}

/** The next answer on each connection is awaited before the next request is sent. */
async function loadByNode(url: string, body: string, connections: number, s: number) {
  const { hostname, port, pathname } = new URL(url);
  const head = `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\n`;
  const request = `${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  const times: number[] = [];
  const end = performance.now() + s * 1000;
  const client = () =>
    new Promise<void>((resolve, reject) => {
      let sent = 0;
      const socket = connect(Number(port), hostname);
      const send = () => {
        sent = performance.now();
        socket.write(request);
      };
      socket.setNoDelay(true).on('connect', send).on('error', reject);
      socket.on('data', (answer) => {
        if (!answer.includes('200 OK')) reject(new Error(answer.toString('utf8')));
        const now = performance.now();
        times.push((now - sent) / 1000);
        if (now < end) send();
        else {
          socket.destroy();
          resolve();
        }
      });
    });
  await Promise.all(Array.from({ length: connections }, client));
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] as number;
  return { requests: times.length, seconds: s, p50: at(0.5), p99: at(0.99) };
}

const predictor = `import { definePredictor } from 'cambium';
export default definePredictor({
  input: { at: 'timestamp', ${Array.from({ length: FEATURES - 1 }, (_, i) => `f${i}: 'number'`).join(', ')} },
  features: ({ at, ...rest }) => ({ ...rest, f${FEATURES - 1}: at.getUTCHours() / 24 }),
  answer: (score) => Math.round(Math.expm1(Math.min(score, 10))),
});
`;

export const suite: Suite = async ({ quick, log }) => {
  const folder = mkdtempSync(join(tmpdir(), 'cambium-bench-'));
  const before = { ...process.env };
  const seconds = quick ? 1 : 5;
  const values = Array.from({ length: FEATURES }, (_, i) => [`f${i}`, ((i * 37) % 100) / 100]);
  const direct = JSON.stringify(Object.fromEntries(values));
  const predicted = JSON.stringify({
    at: '2016-03-14 17:24:55',
    ...Object.fromEntries(values.slice(0, -1)),
  });
  const table = [
    ['transport', 'payload', 'connections', 'requests/s', 'median', '99th percentile'],
  ];
  try {
    await writeModel(grownModel(FEATURES, 100, 31), join(folder, 'model.txt'));
    writeFileSync(join(folder, 'predictor.ts'), predictor);
    const api = (name: string, more = '') =>
      `- name: ${name}\n  kind: RealtimeAPI\n  predictor:\n    model: model.txt\n${more}`;
    const file = join(folder, 'apis.yml');
    writeFileSync(file, api('direct') + api('predicted', '    path: predictor.ts\n'));
    for (const transport of ['auto', 'http']) {
      Object.assign(process.env, { CAMBIUM_TRANSPORT: transport, CAMBIUM_PORT: '0' });
      const home = join(folder, transport);
      const deployed = await deployFile(file, { home });
      try {
        for (const { name, endpoint } of deployed) {
          const body = name === 'direct' ? direct : predicted;
          for (const connections of CONNECTIONS) {
            const load: Load = hasWrk
              ? loadByWrk(folder, endpoint, body, connections, seconds)
              : await loadByNode(endpoint, body, connections, seconds);
            table.push([
              transport === 'http' ? 'node:http' : 'the fastest that loads',
              name === 'direct' ? 'features' : 'through a predictor',
              String(connections),
              formatRate(load.requests, load.seconds),
              formatSeconds(load.p50),
              formatSeconds(load.p99),
            ]);
            log(table.at(-1)?.join(' · ') ?? '');
          }
        }
      } finally {
        const environment = await openEnvironment('local', home);
        for (const { name } of deployed) await environment.delete(name);
      }
    }
  } finally {
    process.env = before;
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    title: 'Serving',
    intro: `POST of one trip as JSON, ${FEATURES} fields, 100 trees × 31 leaves; one server process, ${hasWrk ? 'wrk' : 'a client in Node'} on the same machine.`,
    table,
    notes: ['Client and server share the cores; each figure holds both.'],
  };
};
