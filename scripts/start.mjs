// npm start: from raw taxi trips to a served prediction, with the commands that a user would type.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { root } from './lib.mjs';

const HELP = `npm start -- [--rows N] [--seed N] [--exit]

Runs the whole of examples/nyc-taxi: makes or finds the trips, runs the pipelines, compares the
model with its baseline, scores the held-out trips in bulk, deploys the API "trip-estimator" in the
local environment, asks it for one trip, and serves until Ctrl-C.

  --rows N   trips to generate (default 200000; 1458645 is the size of Kaggle's set)
  --seed N   which trips (default 1)
  --exit     stop cleanly after the answer
  --help     this text

Kaggle's own train.csv, put into examples/nyc-taxi/data/01_raw, is used instead of generated trips.
The API's state lies under CAMBIUM_HOME (default ~/.cambium).
`;

const project = join(root, 'examples/nyc-taxi');
const api = 'trip-estimator';
const model = 'data/06_models/trip_duration.txt';
const heldOut = 'data/05_model_input/test.arrow';
const predictions = 'data/07_model_output/predictions.parquet';
const metrics = 'data/08_reporting/metrics.json';

/** The first row of Kaggle's train.csv: from Columbus Circle to the Upper East Side on a Monday evening. */
const trip = {
  vendor_id: 2,
  pickup_datetime: '2016-03-14 17:24:55',
  passenger_count: 1,
  pickup_longitude: -73.982155,
  pickup_latitude: 40.767937,
  dropoff_longitude: -73.96463,
  dropoff_latitude: 40.765602,
  store_and_fwd_flag: 'N',
};

const started = performance.now();
const elapsed = () => ((performance.now() - started) / 1000).toFixed(1);
const tty = process.stdout.isTTY && !process.env.NO_COLOR;
const bold = (text) => (tty ? `\x1b[1m${text}\x1b[0m` : text);
const dim = (text) => (tty ? `\x1b[2m${text}\x1b[0m` : text);

/** What a user can correct, or has done: shown without a stack trace. */
class Stop extends Error {
  constructor(message, status = 1) {
    super(message);
    this.status = status;
  }
}

function options() {
  const wholeNumber = (text, name, least) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new Stop(`--${name} takes a whole number of at least ${least}, not "${text}"`);
  };
  try {
    const { values } = parseArgs({
      options: {
        rows: { type: 'string', default: '200000' },
        seed: { type: 'string', default: '1' },
        exit: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return {
      ...values,
      // Below this the held-out part is too small for its figures to mean anything.
      rows: wholeNumber(values.rows, 'rows', 1000),
      seed: wholeNumber(values.seed, 'seed', 0),
    };
  } catch (error) {
    if (error instanceof Stop) throw error;
    throw new Stop(`${error.message.split('. ')[0]} (npm start -- --help)`);
  }
}

let interrupted = false;
let wake = () => {};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted = true;
    wake();
  });
}

/** Runs `cambium …` in the project; gives what it prints when `capture` is set. */
function cambium(args, { capture = false, quiet = false, silent = false } = {}) {
  if (!quiet && !silent) console.log(dim(`$ cambium ${args.join(' ')}`));
  const cli = join(root, 'dist/src/cli/main.js');
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: project,
    stdio: silent ? 'ignore' : ['ignore', capture ? 'pipe' : 'inherit', 'inherit'],
  });
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else if (interrupted) reject(new Stop('interrupted', 130));
      else reject(new Stop(`cambium ${args[0]} failed: see above`));
    });
  });
}

function heading(text) {
  if (interrupted) throw new Stop('interrupted', 130);
  console.log(`\n${bold(text)}`);
}

function showMetrics() {
  const { rows, model: ours, baseline } = JSON.parse(readFileSync(join(project, metrics), 'utf8'));
  const less = (value, than) => `${(100 * (1 - value / than)).toFixed(0)}% less`;
  const lines = [
    ['', 'this model', 'always the median', ''],
    [
      'RMSE of log duration',
      ours.rmse_log.toFixed(4),
      baseline.rmse_log.toFixed(4),
      less(ours.rmse_log, baseline.rmse_log),
    ],
    [
      'mean error in minutes',
      ours.mae_minutes.toFixed(2),
      baseline.mae_minutes.toFixed(2),
      less(ours.mae_minutes, baseline.mae_minutes),
    ],
  ];
  for (const [name, ...cells] of lines) {
    console.log(`  ${name.padEnd(24)}${cells.map((cell) => cell.padStart(18)).join('')}`.trimEnd());
  }
  console.log(`  on ${rows.test.toLocaleString('en')} trips that training has not seen`);
}

async function endpoint() {
  const answer = JSON.parse(
    await cambium(['get', api, '-o', 'json'], { capture: true, quiet: true }),
  );
  const { endpoint: url } = Array.isArray(answer) ? answer[0] : answer;
  return url;
}

/** `about 13 minutes`, `about 1 hour and 5 minutes`. */
function inWords(seconds) {
  const minutes = Math.max(1, Math.round(seconds / 60));
  const count = (value, noun) => `${value} ${noun}${value === 1 ? '' : 's'}`;
  if (minutes < 60) return `about ${count(minutes, 'minute')}`;
  const rest = minutes % 60;
  const hours = count(Math.floor(minutes / 60), 'hour');
  return `about ${hours}${rest === 0 ? '' : ` and ${count(rest, 'minute')}`}`;
}

async function ask(url) {
  const body = JSON.stringify(trip);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Stop(`${url} answered ${response.status}: ${text}`);
  const seconds = Number(text);
  if (!Number.isFinite(seconds)) throw new Stop(`${url} answered "${text}", which is no number`);
  console.log(
    '  Columbus Circle to the Upper East Side, Monday 14 March 2016, 17:24, one passenger:',
  );
  console.log(bold(`  ${inWords(seconds)}`) + dim(` (${seconds} seconds)`));
  console.log(`\n  curl ${url} -H 'content-type: application/json' -d '${body}'`);
}

async function serve(exit) {
  heading(`Serve: the API ${api} in the local environment`);
  let deployed = false;
  try {
    await cambium(['deploy', 'trip-estimator.yml']);
    deployed = true;
    heading('One trip');
    await ask(await endpoint());
    console.log(`\nAll of it took ${elapsed()} seconds.`);
    if (!exit && !interrupted) {
      console.log('Serving until Ctrl-C.');
      await new Promise((resolve) => {
        // Nothing else keeps the process: the API runs in one of its own.
        const alive = setInterval(() => {}, 60_000);
        wake = () => {
          clearInterval(alive);
          resolve();
        };
      });
      console.log('');
    }
  } finally {
    if (deployed) await cambium(['delete', api]);
    // Cut short, a deployment may have left the API or not.
    else await cambium(['delete', api], { silent: true }).catch(() => {});
  }
}

async function main() {
  const { rows, seed, exit, help } = options();
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  console.log(bold('Cambium: from raw trips to a served prediction'));
  build();
  rmSync(join(project, predictions), { force: true });

  heading('Pipelines: raw trips, features, model, evaluation');
  await cambium(['run', '--params', `trips.rows=${rows},trips.seed=${seed}`]);
  heading('Metrics');
  showMetrics();
  heading('Bulk scoring of the held-out trips');
  await cambium(['score', model, heldOut, '--output', predictions]);
  await serve(exit);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  process.exitCode = error.status;
  console.error(error.status === 130 ? 'stopped' : `error: ${error.message}`);
}
