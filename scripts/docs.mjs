// npm run docs: writes what the docs take from the code (parameters, help, exports); --check only says what is out of date.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createJiti } from 'jiti';
import { build } from './build.mjs';
import { root } from './lib.mjs';
import { code, table } from './markdown.mjs';
import { parameterDocs } from './parameter-docs.mjs';
import { parameterTypes } from './parameter-types.mjs';

const check = process.argv.includes('--check');
const stale = [];

/** Brings a file up to date, or, in a check, notes that it is not. */
function put(file, text) {
  const path = join(root, file);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  stale.push(file);
  if (check) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

// The tables of parameters are read as they stand in the source: the build needs the types made of them.
const source = createJiti(import.meta.url);
const folder = join(root, 'src/boosting/parameters');
const tables = {
  ...(await source.import(join(folder, 'table/index.ts'))),
  ...(await source.import(join(folder, 'number-value.ts'))),
};
for (const [file, text] of parameterTypes(tables)) put(file, text);

// A check looks at the build as it is: tests run it while they use that build.
if (!check) build();
const { listApi } = await import('./api-list.mjs');
const { commands } = await import('../dist/src/cli/commands.js');
const { ERROR_CODES } = await import('../dist/src/error-codes.js');

function help(...args) {
  const cli = join(root, 'dist/src/cli/main.js');
  const env = { ...process.env, NO_COLOR: '1' };
  return execFileSync(process.execPath, [cli, ...args, '--help'], {
    encoding: 'utf8',
    env,
  }).trimEnd();
}

function commandLine() {
  const section = (title, text) => `## ${title}\n\n\`\`\`text\n${text}\n\`\`\``;
  return [
    section('cambium', help()),
    ...commands.map(({ name }) => section(`cambium ${name}`, help(name))),
  ].join('\n\n');
}

const areas = {
  data: 'Data and expressions',
  catalog: 'Configuration and catalog',
  pipeline: 'Pipelines',
  boosting: 'Training and models',
  scoring: 'Scoring',
  estimators: 'Estimators',
  plots: 'Pictures',
  serving: 'Predictors of APIs',
  runtime: 'Logs',
  errors: 'Errors',
  'error-codes': 'Error codes',
};

function api() {
  const all = listApi();
  const silent = all.filter(({ text }) => text === '').map(({ name }) => name);
  if (silent.length > 0) throw new Error(`exports without a comment: ${silent.join(', ')}`);
  return Object.entries(areas)
    .map(([area, title]) => {
      const rows = all
        .filter((one) => one.area === area)
        .map(({ name, kind, text }) => [code(name), kind, text]);
      return `## ${title}\n\n${table(['export', 'kind', 'what it is'], rows)}`;
    })
    .join('\n\n');
}

function errors() {
  const rows = Object.entries(ERROR_CODES).map(([name, meaning]) => [code(name), meaning]);
  return table(['code', 'meaning'], rows);
}

/** Marked parts of files; the rest of each is written by hand. */
const parts = [
  ['docs/training.md', 'parameters', () => parameterDocs(tables)],
  ['docs/command-line.md', 'help', commandLine],
  ['docs/api.md', 'exports', api],
  ['docs/errors.md', 'codes', errors],
];

for (const [file, name, make] of parts) {
  const before = readFileSync(join(root, file), 'utf8');
  const [begin, end] = [`<!-- ${name}: written by npm run docs -->`, `<!-- end of ${name} -->`];
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no part between "${begin}" and "${end}"`);
  const after = `${before.slice(0, from + begin.length)}\n\n${make()}\n\n${before.slice(to)}`;
  put(file, after);
}
if (check && stale.length > 0) {
  console.error(`out of date: ${stale.join(', ')} (npm run docs)`);
  process.exit(1);
}
if (!check) console.log(stale.length > 0 ? `wrote ${stale.join(', ')}` : 'all is up to date');
