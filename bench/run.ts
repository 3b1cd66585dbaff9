/** Runs benchmark suites by name, shows their tables, and keeps each one's latest figures in bench/RESULTS.md. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { CambiumError, didYouMean } from '../src/errors.js';
import { packageRoot } from '../src/runtime/index.js';
import { machine } from './machine.js';
import { writeResults } from './results.js';
import { type Suite, type SuiteOptions, toMarkdown } from './suite.js';

const HELP = `npm run bench -- [SUITE…] [--rows N] [--rounds N] [--threads N] [--quick] [--dry-run]

Runs the suites (bench/<name>.ts; all of them without a name) and writes their tables to
bench/RESULTS.md; a suite that is not run keeps its figures.

  --rows N      rows of the taxi tables (1458645, the size of Kaggle's set; 50000 with --quick)
  --rounds N    times that each contestant runs, the fastest counts (5; 1 with --quick)
  --threads N   threads for each contestant (the cores of this machine)
  --software-gpu  WebGPU on a driver in software, where there is no GPU
  --quick       small and once: does it run at all; implies --dry-run
  --dry-run     show the tables, leave bench/RESULTS.md as it is

Training has a command of its own: npm run bench:train.
Rivals in Python run from bench/peers/.venv: make it with bench/peers/install.sh.
`;

/** Files of this folder that are no suites. */
const PARTS = new Set(['suite', 'run', 'machine', 'results']);

function suiteNames(): string[] {
  return readdirSync(join(packageRoot, 'bench'))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => name.slice(0, -'.ts'.length))
    .filter((name) => !PARTS.has(name))
    .sort();
}

function positive(text: string, option: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new CambiumError(
    'invalid-option',
    `--${option} takes a whole number above 0, not "${text}"`,
  );
}

async function load(name: string): Promise<Suite> {
  const file = pathToFileURL(join(packageRoot, 'dist/bench', `${name}.js`)).href;
  const exports: { suite?: Suite } = await import(file);
  if (typeof exports.suite === 'function') return exports.suite;
  throw new CambiumError('project-code', `bench/${name}.ts does not export a function "suite"`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      quick: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      rows: { type: 'string' },
      rounds: { type: 'string' },
      threads: { type: 'string' },
    },
  });
  const known = suiteNames();
  if (values.help) {
    process.stdout.write(`${HELP}\nSuites: ${known.join(', ')}\n`);
    return;
  }
  for (const name of positionals) {
    if (known.includes(name)) continue;
    const hint =
      (name.startsWith('train') ? 'npm run bench:train' : didYouMean(name, known)) ??
      `one of ${known.join(', ')}`;
    throw new CambiumError('unknown-option', `unknown suite "${name}"`, { hint });
  }
  const here = machine();
  if (here.busy) process.stderr.write(`warning: ${here.busy}: read ratios with care\n`);
  const options: SuiteOptions = {
    quick: values.quick,
    rows: positive(values.rows ?? (values.quick ? '50000' : '1458645'), 'rows'),
    rounds: positive(values.rounds ?? (values.quick ? '1' : '5'), 'rounds'),
    threads: positive(values.threads ?? String(here.cores), 'threads'),
    log: (line) => process.stderr.write(`  ${line}\n`),
  };
  for (const name of positionals.length > 0 ? positionals : known) {
    const suite = await load(name);
    process.stderr.write(`${name} …\n`);
    const result = await suite(options);
    const markdown = [result].flat().map(toMarkdown).join('\n\n');
    process.stdout.write(`${markdown}\n\n`);
    if (!values.quick && !values['dry-run']) writeResults(name, markdown, here);
  }
}

try {
  await main();
} catch (error) {
  process.exitCode = 1;
  if (error instanceof CambiumError) process.stderr.write(`error: ${error.describe()}\n`);
  else if (error instanceof TypeError && 'code' in error) {
    process.stderr.write(`error: ${error.message} (npm run bench -- --help)\n`);
  } else throw error;
}
