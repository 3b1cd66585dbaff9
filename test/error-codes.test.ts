import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ERROR_CODES } from '../src/error-codes.js';
import { packageRoot } from '../src/runtime/index.js';

const sources = ['src', 'server', 'deploy', 'kernels']
  .flatMap((folder) =>
    readdirSync(join(packageRoot, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.c?ts$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  .filter((path) => !path.endsWith('error-codes.ts'))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');

/** Codes that are put together from a noun. */
const composed = ['dataset', 'namespace', 'node', 'tag']
  .map((noun) => `unknown-${noun}`)
  .concat('missing-metric', 'missing-dataset');

test('every code of the list is one that is thrown', () => {
  const unused = Object.keys(ERROR_CODES).filter(
    (code) => !composed.includes(code) && !new RegExp(`['"]${code}['"]`).test(sources),
  );
  expect(unused).toEqual([]);
});

test('codes are in alphabetical order, and each has a sentence', () => {
  const codes = Object.keys(ERROR_CODES);
  expect(codes).toEqual([...codes].sort());
  for (const meaning of Object.values(ERROR_CODES)) expect(meaning).toMatch(/^[A-Z`][^\n]+\.$/);
});
