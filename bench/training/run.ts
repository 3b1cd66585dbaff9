/** The command `npm run bench:train`. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { CambiumError } from '../../src/errors.js';
import { built, packageRoot } from '../../src/runtime/index.js';
import { machine } from '../machine.js';
import { PEERS_MISSING, peersInstalled, peerVersions } from '../peers/peer.js';
import { writeResults } from '../results.js';
import { toMarkdown } from '../suite.js';
import { type Circumstances, cellKey, Ledger } from './ledger.js';
import { measure } from './measure.js';
import { HELP, parseOptions, type TrainingOptions } from './options.js';
import { formatDuration, planTasks, secondsLeft, taskKey } from './plan.js';
import { reportTables } from './report.js';

/** The section of bench/RESULTS.md. */
const SECTION = 'training';
/** One-minute load average from which figures are worth little. */
const QUIET = 0.5;

const log = (line: string) => process.stderr.write(`${line}\n`);

/** A fingerprint of what trains: WebAssembly and its host. */
function buildFingerprint(): string {
  const hash = createHash('sha256');
  for (const folder of ['assembly', 'src/boosting', 'src/data']) {
    const files = readdirSync(built(folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /\.(js|wasm)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !/[/\\]debug[/\\]/.test(path))
      .sort();
    for (const path of files) hash.update(readFileSync(path));
  }
  return hash.digest('hex').slice(0, 16);
}

function circumstances(quick: boolean, versions: Circumstances['versions']): Circumstances {
  return { machine: machine().description, versions, build: buildFingerprint(), quick };
}

function openLedger(
  path: string,
  options: TrainingOptions,
  versions: Circumstances['versions'],
  keys: ReadonlySet<string>,
): Ledger {
  if (options.report) return Ledger.read(path);
  const now = circumstances(options.quick, versions);
  if (options.resume) return Ledger.resume(path, now);
  return Ledger.begin(path, now, (cell) => !keys.has(cellKey(cell)));
}

async function main(): Promise<void> {
  const here = machine();
  const options = parseOptions(process.argv.slice(2), here.cores);
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  const versions = peersInstalled() ? peerVersions() : {};
  const tasks = planTasks(options, Object.keys(versions));
  const file = options.quick ? 'results-quick.json' : 'results.json';
  const path = join(packageRoot, 'bench/data', file);
  const ledger = openLedger(path, options, versions, new Set(tasks.map(taskKey)));
  let leftOut: Record<string, string> = {};
  if (!options.report) {
    const load = loadavg();
    const loads = load.map((value) => value.toFixed(2)).join(' ');
    log(`${new Date().toISOString()} · ${here.description} · load ${loads}`);
    if (load[0]! > QUIET) log(`warning: load is above ${QUIET}: other work will spoil the figures`);
    if (options.peers && !peersInstalled()) log(PEERS_MISSING.replaceAll('`', ''));
    log(
      `${tasks.length} cells, about ${formatDuration(secondsLeft(tasks, ledger, options))} on two cores of a server; goes on with --resume when it is cut off`,
    );
    leftOut = await measure(tasks, ledger, options, log);
  }
  const tables = reportTables(ledger.cells, ledger.circumstances, leftOut);
  if (tables.length === 0) throw new CambiumError('empty-table', 'nothing was measured');
  const markdown = tables.map(toMarkdown).join('\n\n');
  process.stdout.write(`${markdown}\n`);
  if (options.write) writeResults(SECTION, markdown, here);
}

// An end by signal is an exit, at which contestants and busy processes are ended.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => process.exit(code));
}

try {
  await main();
} catch (error) {
  process.exitCode = 1;
  if (error instanceof CambiumError) log(`error: ${error.describe()}`);
  else if (error instanceof TypeError && 'code' in error) {
    log(`error: ${error.message} (npm run bench:train -- --help)`);
  } else throw error;
}
