// npm run bench: builds, compiles bench/ and examples/ beside it, and runs the suites, whose tables go to bench/RESULTS.md.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from './build.mjs';
import { become, root } from './lib.mjs';

build();

// Each file by itself, so that a suite measures the very files of dist/src that are published.
const { transformWithEsbuild } = await import('vite');

async function compile(folder) {
  const output = join(root, 'dist', folder);
  rmSync(output, { recursive: true, force: true });
  const skipped = new Set(['data', 'conf', '.venv', 'node_modules']);
  const visit = async (inside) => {
    for (const entry of readdirSync(join(root, inside), { withFileTypes: true })) {
      const path = `${inside}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name)) await visit(path);
        continue;
      }
      if (!entry.name.endsWith('.ts')) continue;
      const { code } = await transformWithEsbuild(readFileSync(join(root, path), 'utf8'), path, {
        target: 'es2022',
        sourcemap: false,
        tsconfigRaw: {},
      });
      const to = join(root, 'dist', path.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, code);
    }
  };
  await visit(folder);
}

await compile('bench');
await compile('examples');

// --software-gpu: WebGPU on a Vulkan driver in software, where there is no GPU.
const software = process.argv.includes('--software-gpu');
const args = process.argv.slice(2).filter((argument) => argument !== '--software-gpu');
const { softwareVulkan } = await import('./software-vulkan.mjs');
become(process.execPath, [join(root, 'dist/bench/run.js'), ...args], {
  env: { ...process.env, ...(software ? softwareVulkan() : {}) },
});
