import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { reportError } from '../../src/cli/report-error.js';
import { CambiumError } from '../../src/errors.js';

let written = '';
beforeEach(() => {
  written = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

test('what a user can correct is one line with its hint, and status 1', () => {
  reportError(new CambiumError('missing-column', 'no column "a"', { hint: 'there is "b"' }));
  expect(written).toBe('error: no column "a" (there is "b")\n');
  expect(process.exitCode).toBe(1);
});

test('advice is in words of options where the command has them, and through errors that say more', () => {
  const inner = new CambiumError('bad-number', 'no number', {
    hint: 'in a schema',
    commandHint: '--exclude',
  });
  const outer = new CambiumError('bad-number', 'f.csv: no number', {
    hint: inner.hint,
    cause: inner,
  });
  reportError(outer, true);
  reportError(outer);
  const other = new CambiumError('bad-number', 'no number', { hint: 'a better one', cause: inner });
  reportError(other, true);
  expect(written).toBe(
    'error: f.csv: no number (--exclude)\nerror: f.csv: no number (in a schema)\nerror: no number (a better one)\n',
  );
});

test('what a message quotes cannot break the line or steer the terminal', () => {
  reportError(new CambiumError('bad-model-file', 'found "\u001b[2J\u0007" and\n  more\r\nlines'));
  expect(written).toBe('error: found "\uFFFD[2J\uFFFD" and more lines\n');
});

test('blanks around ends of lines go, and a long run of others takes linear time', () => {
  reportError(new CambiumError('bad-model-file', `a \n \r\n b\n\nc${' '.repeat(300_000)}d`));
  expect(written).toBe(`error: a b c${' '.repeat(300_000)}d\n`);
});

test('an error of the system is its own line', () => {
  const error = Object.assign(new Error("EACCES: permission denied, open 'x'"), {
    code: 'EACCES',
    syscall: 'open',
  });
  reportError(error);
  expect(written).toBe("error: EACCES: permission denied, open 'x'\n");
});

test('a fault of ours has its trace, and asks to be reported', () => {
  reportError(new TypeError('x is undefined'));
  expect(written).toMatch(
    /^internal error, please report it: TypeError: x is undefined\n\s+at .*report-error\.test\.ts/,
  );
});
