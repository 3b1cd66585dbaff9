// npm run bench: builds, compiles bench/ beside it, and runs the suites, whose tables go to bench/RESULTS.md.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from './build.mjs';
import { become, root } from './lib.mjs';

build();

// Each file by itself, so that a suite measures the very files of dist/src that are published.
const { transformWithEsbuild } = await import('vite');
const folder = join(root, 'bench');
const output = join(root, 'dist/bench');
rmSync(output, { recursive: true, force: true });
for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
  const path = join(entry.parentPath ?? entry.path, entry.name);
  if (!entry.isFile() || !entry.name.endsWith('.ts') || path.includes('.venv')) continue;
  const { code } = await transformWithEsbuild(readFileSync(path, 'utf8'), path, {
    target: 'es2022',
    sourcemap: false,
    tsconfigRaw: {},
  });
  const to = join(output, relative(folder, path).replace(/\.ts$/, '.js'));
  mkdirSync(join(to, '..'), { recursive: true });
  writeFileSync(to, code);
}

become(process.execPath, [join(output, 'run.js'), ...process.argv.slice(2)]);
