// npm run docs: writes what the docs take from the code (parameters, help, exports); --check only says what is out of date.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './lib.mjs';

const check = process.argv.includes('--check');
// A check looks at the build as it is: tests run it while they use that build.
if (!check) build();
const { listApi } = await import('./api-list.mjs');
const { parameterTable } = await import('../dist/src/boosting/parameters/index.js');
const { commands } = await import('../dist/src/cli/commands.js');

const cell = (text) => String(text).replaceAll('|', '\\|');

function table(head, rows) {
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** `0 to 1`, `above 0`, `at least 2`. */
function range({ least, above, most, below }) {
  // The ends of 32-bit integers limit nothing that anybody would choose.
  const wide = (limit) => limit !== undefined && Math.abs(limit) >= 2 ** 31 - 1;
  const low = wide(least) ? undefined : least;
  const high = wide(most) ? undefined : most;
  if (low !== undefined && high !== undefined) return `${low} to ${high}`;
  const parts = [
    low !== undefined && `at least ${low}`,
    above !== undefined && `above ${above}`,
    high !== undefined && `at most ${high}`,
    below !== undefined && `below ${below}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function values({ type, words, ...limits }) {
  if (words !== undefined) return [...new Set(Object.values(words))].map(code).join(', ');
  if (type === 'bool') return '`true`, `false`';
  const limit = range(limits);
  const number = type === 'int' ? 'whole number' : 'number';
  return limit === '' ? number : `${number}, ${limit}`;
}

const code = (text) => `\`${text}\``;

function defaultOf({ default: value }) {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return '';
  return code(value);
}

function parameters() {
  const rows = Object.entries(parameterTable).map(([name, record]) => [
    code(name),
    defaultOf(record),
    values(record),
    record.doc,
    (record.aliases ?? []).map(code).join(' '),
  ]);
  return table(['parameter', 'default', 'values', 'meaning', 'aliases'], rows);
}

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
  serving: 'Predictors of APIs',
  runtime: 'Logs',
  errors: 'Errors',
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

/** Marked parts of files; the rest of each is written by hand. */
const parts = [
  ['docs/training.md', 'parameters', parameters],
  ['docs/command-line.md', 'help', commandLine],
  ['docs/api.md', 'exports', api],
];

const stale = [];
for (const [file, name, make] of parts) {
  const path = join(root, file);
  const before = readFileSync(path, 'utf8');
  const [begin, end] = [`<!-- ${name}: written by npm run docs -->`, `<!-- end of ${name} -->`];
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no part between "${begin}" and "${end}"`);
  const after = `${before.slice(0, from + begin.length)}\n\n${make()}\n\n${before.slice(to)}`;
  if (after === before) continue;
  stale.push(file);
  if (!check) writeFileSync(path, after);
}
if (check && stale.length > 0) {
  console.error(`out of date: ${stale.join(', ')} (npm run docs)`);
  process.exit(1);
}
if (!check) console.log(stale.length > 0 ? `wrote ${stale.join(', ')}` : 'all is up to date');
