import { describe, expect, test } from 'vitest';
import { explainError, traceOf } from '../../src/runtime/index.js';

const root = new Error('the disk is full');
const middle = new TypeError('cannot save', { cause: root });
const outer = new Error('the step failed', { cause: middle });
const several = new AggregateError([new Error('first'), new RangeError('second')], 'all failed', {
  cause: root,
});

describe('traceOf', () => {
  test('shows every cause with its stack, in order', () => {
    expect(traceOf(outer)).toMatch(
      /^Error: the step failed\n\s+at [\s\S]*\nCaused by: TypeError: cannot save\n\s+at [\s\S]*\nCaused by: Error: the disk is full\n\s+at /,
    );
  });

  test('shows what an AggregateError collects, and its cause', () => {
    expect(traceOf(several)).toMatch(
      /^AggregateError: all failed\n[\s\S]*\nCaused by: Error: first\n[\s\S]*\nCaused by: RangeError: second\n[\s\S]*\nCaused by: Error: the disk is full\n/,
    );
  });

  test('ends where causes go in a circle, or are thousands', () => {
    const circle = new Error('round');
    circle.cause = new Error('and round', { cause: circle });
    expect(traceOf(circle).match(/Caused by/g)).toHaveLength(1);
    const many = new AggregateError(Array.from({ length: 5000 }, (_, i) => new Error(`e${i}`)));
    expect(traceOf(many)).toMatch(/… and 4985 more$/);
  });

  test('shows causes that are no errors', () => {
    expect(traceOf(new Error('x', { cause: 'plain text' }))).toMatch(/\nCaused by: plain text$/);
    expect(traceOf('just text')).toBe('just text');
  });
});

describe('explainError', () => {
  test('tells causes in one line, unless the message says it already', () => {
    expect(explainError(outer, '/nowhere')).toBe(
      'Error: the step failed, caused by TypeError: cannot save, caused by Error: the disk is full',
    );
    const repeated = new Error('failed: the disk is full', { cause: root });
    expect(explainError(repeated, '/nowhere')).toBe('Error: failed: the disk is full');
  });

  test('tells the first of many where the error itself says nothing', () => {
    const silent = new AggregateError([new Error('first'), new Error('second')]);
    expect(explainError(silent, '/nowhere')).toBe('AggregateError, caused by Error: first');
  });
});
