/** Keeps bench/RESULTS.md: one section a suite, each with the machine and the day of its figures. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/runtime/index.js';
import type { Machine } from './machine.js';

const HEAD = `# Results

Written by \`npm run bench\`. Compare within a table: its contestants ran in turn, on the same input,
on the same machine, and the fastest run of each counts.
`;

/** Splits the file at its suites; the text before the first is the head. */
function sections(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of text.split(/^(?=## )/m).slice(1)) {
    const [heading = '', ...rest] = part.split('\n');
    found.set(heading.slice('## '.length).trim(), rest.join('\n').trim());
  }
  return found;
}

/** The file's text with one suite's section put in, or in place of its older one, in the order of names. */
export function withSection(text: string, name: string, body: string): string {
  const all = sections(text).set(name, body.trim());
  const sorted = [...all].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${HEAD}${sorted.map(([heading, section]) => `\n## ${heading}\n\n${section}\n`).join('')}`;
}

export function writeResults(name: string, markdown: string, machine: Machine): void {
  const path = join(packageRoot, 'bench/RESULTS.md');
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const day = new Date().toISOString().slice(0, 10);
  const where = [machine.description, machine.busy].filter(Boolean).join('; ');
  const partial = `${path}.${process.pid}.partial`;
  try {
    writeFileSync(partial, withSection(before, name, `${day} · ${where}\n\n${markdown}`));
    renameSync(partial, path);
  } finally {
    rmSync(partial, { force: true });
  }
}
