/** The results file keeps the sections of suites that were not run. */
import { expect, test } from 'vitest';
import { withSection } from '../../bench/results.js';

test('a suite replaces its own section and leaves the others', () => {
  const one = withSection('', 'training', 'first\n\n### Table\n\n| a |');
  const two = withSection(one, 'data', 'reading');
  const three = withSection(two, 'training', 'second');
  expect(three.startsWith('# Results\n')).toBe(true);
  expect(three).toContain('\n## data\n\nreading\n\n## training\n\nsecond\n');
  expect(three).not.toContain('first');
  expect(withSection(three, 'training', 'second')).toBe(three);
});
