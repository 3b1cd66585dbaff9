/** What people read is true: parts taken from the code are current, links lead somewhere, nothing is left out. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../src/runtime/index.js';

const read = (path: string) => readFileSync(join(packageRoot, path), 'utf8');
const pages = [
  ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...readdirSync(join(packageRoot, 'docs')).map((name) => `docs/${name}`),
  ...readdirSync(join(packageRoot, 'examples')).map((name) => `examples/${name}/README.md`),
];
const { dependencies, scripts, version } = JSON.parse(read('package.json'));

test('parameters, help and exports are those of the code, and every export has a comment', async () => {
  const script = join(packageRoot, 'scripts/docs.mjs');
  const run = promisify(execFile)(process.execPath, [script, '--check']);
  await expect(run).resolves.toMatchObject({ stderr: '' });
});

describe.each(pages)('%s', (page) => {
  const text = read(page);

  test('links lead to files and headings that are there', () => {
    const headings = (path: string) =>
      [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replace(/[^\w\- ]/g, '')
          .replaceAll(' ', '-'),
      );
    const broken = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)].filter(
      ([, path = '', heading]) => {
        const target = path === '' ? page : join(dirname(page), path);
        if (!existsSync(join(packageRoot, target))) return true;
        return heading !== undefined && !headings(target).includes(heading);
      },
    );
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  test('names scripts and commands that there are', () => {
    const run = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name as string);
    expect(run.filter((name) => !(name in scripts))).toEqual([]);
    const help = read('docs/command-line.md');
    const commands = [...text.matchAll(/^\s*(?:\$ )?(?:npx )?cambium (\w+)/gm)].map(
      ([, name]) => name as string,
    );
    expect(commands.filter((name) => !help.includes(`## cambium ${name}\n`))).toEqual([]);
  });
});

test('the README says what each dependency is for', () => {
  const table =
    /## What each dependency is for\n([\s\S]*?)\n## /.exec(read('README.md'))?.[1] ?? '';
  const named = [...table.matchAll(/^\|([^|]+)\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  );
  expect(named.sort()).toEqual(Object.keys(dependencies).sort());
});

test('the changelog has this version', () => {
  expect(read('CHANGELOG.md')).toContain(`## [${version}]`);
});

test('files and folders that the architecture names are there', () => {
  const text = readFileSync(join(packageRoot, 'docs/architecture.md'), 'utf8');
  const named = [...text.matchAll(/`((?:src|server|deploy|assembly|kernels|test)\/[\w./-]+)`/g)];
  const paths = named.map(([, path]) => path as string);
  expect(paths.length).toBeGreaterThan(20);
  expect(paths.filter((path) => !existsSync(join(packageRoot, path)))).toEqual([]);
});
