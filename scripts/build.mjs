// Installs from the lock file and builds WebAssembly and TypeScript into dist/, each only when stale.
// Usage: node scripts/build.mjs [--debug] [--force]
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { modified, newest, root, run } from './lib.mjs';

const bin = (name) => join(root, 'node_modules', name);

/** Each folder of assembly/ with an index.ts is a WebAssembly module of its own. */
function modules() {
  return readdirSync(join(root, 'assembly'), { withFileTypes: true })
    .filter(
      (entry) => entry.isDirectory() && existsSync(join(root, 'assembly', entry.name, 'index.ts')),
    )
    .map((entry) => entry.name);
}

function install() {
  const installed = modified('node_modules/.package-lock.json');
  if (installed > 0 && installed >= modified('package-lock.json')) return;
  // npm would empty the folder that a link leads to, which is another checkout's.
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) return;
  console.log('installing from the lock file …');
  run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error']);
}

function buildAssembly(target, force) {
  const sources = newest(['assembly', 'asconfig.json']);
  for (const name of modules()) {
    const folder = target === 'release' ? 'dist/assembly' : 'dist/assembly/debug';
    const output = `${folder}/${name}.wasm`;
    if (!force && modified(output) >= sources) continue;
    console.log(`building ${output} …`);
    // Built in a folder beside, because the map is named after the module's file, and the module names its map.
    const partial = `${folder}/.partial-${process.pid}`;
    process.once('exit', () => rmSync(join(root, partial), { recursive: true, force: true }));
    run(process.execPath, [
      bin('assemblyscript/bin/asc.js'),
      `assembly/${name}/index.ts`,
      '--config',
      'asconfig.json',
      '--target',
      target,
      '--outFile',
      `${partial}/${name}.wasm`,
    ]);
    // The module comes last: it is what says that all are there.
    for (const file of readdirSync(join(root, partial)).sort().reverse()) {
      renameSync(join(root, partial, file), join(root, folder, file));
    }
  }
}

function buildTypeScript(force) {
  const folders = ['src', 'kernels', 'server', 'deploy'];
  const stamp = 'dist/.typescript';
  const sources = newest([...folders, 'tsconfig.json', 'tsconfig.build.json', 'package.json']);
  if (!force && modified(stamp) >= sources) return;
  console.log('building dist from TypeScript …');
  const started = new Date();
  // Built beside and swapped in, so that a running command never finds half a build.
  const partial = `dist/.partial-${process.pid}`;
  // Also after a type error, which ends this process.
  process.once('exit', () => rmSync(join(root, partial), { recursive: true, force: true }));
  run(process.execPath, [
    bin('typescript/bin/tsc'),
    '-p',
    'tsconfig.build.json',
    '--outDir',
    partial,
  ]);
  chmodSync(join(root, partial, 'src/cli/main.js'), 0o755);
  for (const folder of folders) {
    copyAssets(folder, partial);
    const target = join(root, 'dist', folder);
    if (existsSync(target)) renameSync(target, join(root, partial, `old-${folder}`));
    renameSync(join(root, partial, folder), target);
  }
  writeFileSync(join(root, stamp), '');
  // What was saved while the compiler ran is newer than this build.
  utimesSync(join(root, stamp), started, started);
}

/** Files that are neither TypeScript nor notes (WGSL, templates) lie beside the code that reads them. */
function copyAssets(folder, output) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || /\.([cm]?ts|md)$/.test(entry.name)) continue;
    const from = join(entry.parentPath ?? entry.path, entry.name);
    const to = join(root, output, from.slice(root.length + 1));
    mkdirSync(join(to, '..'), { recursive: true });
    cpSync(from, to);
  }
}

function checkNode() {
  if (Number(process.versions.node.split('.')[0]) >= 20) return;
  console.error(`Cambium needs Node 20 or newer; this is Node ${process.versions.node}`);
  process.exit(1);
}

/** Installs and builds what is missing or stale. */
export function build({ debug = false, force = false } = {}) {
  checkNode();
  install();
  buildAssembly('release', force);
  if (debug) buildAssembly('debug', force);
  buildTypeScript(force);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  build({ debug: process.argv.includes('--debug'), force: process.argv.includes('--force') });
}
