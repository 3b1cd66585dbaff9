// npm run test:nodes: runs the tests on several versions of Node, each brought by the npm package "node".
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { root } from './lib.mjs';

const HELP = `npm run test:nodes -- [--nodes 20,22,24,latest] [FILES…]

Runs the tests (all, or those of the named files) on each version of Node, which npx fetches as the
package "node" where it is not the one that runs this script. Ends with a table, and with status 1
if one version failed.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    nodes: { type: 'string', default: '20,22,24,latest' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

build({ debug: true });
const { softwareVulkan } = await import('./software-vulkan.mjs');
const { test } = await import('./vitest.mjs');

const windows = process.platform === 'win32';

/** Path of the executable of a version, or undefined when it cannot be had. */
function executable(version) {
  if (version === process.versions.node.split('.')[0]) return process.execPath;
  const fetched = spawnSync(
    'npx',
    ['--yes', '--package', `node@${version}`, '--call', 'node -p process.execPath'],
    { cwd: root, encoding: 'utf8', shell: windows, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return fetched.status === 0 ? fetched.stdout.trim().split('\n').at(-1) : undefined;
}

const environment = { ...process.env, ...softwareVulkan() };
const results = [];
for (const version of values.nodes.split(',').map((text) => text.trim())) {
  const node = executable(version);
  if (node === undefined) {
    results.push({ version, line: 'could not be fetched', failed: 1 });
    continue;
  }
  const exact = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  console.log(`\nNode ${exact} (${node})`);
  // Child processes of the tests run on the same version: they start process.execPath.
  const { passed, failed, skipped, seconds } = await test(positionals, { node, environment });
  const line = `${passed} passed, ${failed} failed, ${skipped} skipped, ${seconds.toFixed(0)} s`;
  results.push({ version: exact, line, failed });
}

console.log('');
for (const { version, line } of results) console.log(`${version.padEnd(12)}${line}`);
process.exit(results.some(({ failed }) => failed > 0) ? 1 : 0);
