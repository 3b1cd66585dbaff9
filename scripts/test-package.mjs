// npm run test:package: packs the package, installs it in an empty folder, and uses it there as others would.
import { join } from 'node:path';
import { build } from './build.mjs';
import { become, root } from './lib.mjs';

build();
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const config = join(root, 'test/package/vitest.config.ts');
become(process.execPath, [vitest, 'run', '--config', config, ...process.argv.slice(2)]);
