import { defineConfig } from 'vitest/config';

/** The test of the packed package: apart from the others, because it installs from the registry. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.check.ts'],
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 300_000,
    setupFiles: ['../titles.setup.ts'],
  },
});
