// npm run bench and bench:train: builds, compiles bench/ and examples/ beside it, and runs suites or the training benchmark.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from './build.mjs';
import { become, root } from './lib.mjs';

// `node scripts/bench.mjs train …` is npm run bench:train; --offline fetches and builds nothing.
const [first, ...rest] = process.argv.slice(2);
const training = first === 'train';
const given = training ? rest : process.argv.slice(2);
const offline = given.includes('--offline');
const software = given.includes('--software-gpu');
const args = given.filter((word) => word !== '--offline' && word !== '--software-gpu');
const main = join(root, training ? 'dist/bench/training/run.js' : 'dist/bench/run.js');

function fail(message) {
  console.error(`error: ${message}`);
  process.exit(1);
}

if (offline && !existsSync(join(root, 'dist/src/index.js'))) {
  fail(
    '--offline takes dist/ as it is, and there is none: npm run build where a registry is reached',
  );
}
// What training and its benchmark load at least: less than all of node_modules, to carry to a machine without a registry.
const needed = ['apache-arrow', 'flatbuffers', 'piscina', 'tslib', 'zod'];
const absent = offline
  ? needed.filter((name) => !existsSync(join(root, 'node_modules', name)))
  : [];
if (absent.length > 0)
  fail(`--offline fetches nothing, and node_modules lacks ${absent.join(', ')}`);
if (!offline) build();

// Each file by itself, so that a suite measures the very files of dist/src that are published.
async function compile(folder, transform) {
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
      const { code } = await transform(readFileSync(join(root, path), 'utf8'), path, {
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

if (existsSync(join(root, 'node_modules/vite'))) {
  const { transformWithEsbuild } = await import('vite');
  await compile('bench', transformWithEsbuild);
  await compile('examples', transformWithEsbuild);
} else if (!existsSync(main)) {
  fail('neither node_modules/vite nor a compiled dist/bench is here: bring one of them');
} else console.error('without node_modules/vite: dist/bench is taken as it is');

// --software-gpu: WebGPU on a Vulkan driver in software, where there is no GPU.
const { softwareVulkan } = await import('./software-vulkan.mjs');
become(process.execPath, [main, ...args], {
  env: { ...process.env, ...(software ? softwareVulkan() : {}) },
});
