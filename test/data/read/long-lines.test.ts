import { expect, test } from 'vitest';
import { readTable } from '../../../src/data/index.js';
import { failure, temporaryFolder } from '../folder.js';

const folder = temporaryFolder();

test('an error that quotes a long line is told in linear time', async () => {
  const row = `${'column "x": expected y, '.repeat(60_000)}1`;
  const path = folder.write('long.csv', `a,b\n1,2\n${row}\n`);
  const error = await failure(() => readTable(path));
  expect(error.code).toBe('csv-fields');
  expect(error.problem.length).toBeLessThan(1000);
});
