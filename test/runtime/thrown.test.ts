import { expect, test } from 'vitest';
import { explainError, thrownMessage, traceOf } from '../../src/runtime/index.js';

function hostile(): object {
  const fail = () => {
    throw new Error('trap');
  };
  return new Proxy({}, { get: fail, getPrototypeOf: fail, has: fail });
}

test('anything thrown can be told of', () => {
  const error = new Error('x');
  Object.defineProperty(error, 'message', { get: () => hostile() });
  const caused = new Error('outer', { cause: hostile() });
  for (const thrown of [hostile(), error, Object.create(null), Symbol('s'), null, undefined]) {
    expect(thrownMessage(thrown)).toBeTypeOf('string');
    expect(explainError(thrown, '/')).toBeTypeOf('string');
    expect(traceOf(thrown)).toBeTypeOf('string');
  }
  expect(thrownMessage(hostile())).toBe('a value that cannot be read');
  expect(traceOf(caused)).toContain('outer');
  expect(traceOf(caused)).toContain('Caused by: a value that cannot be read');
  expect(thrownMessage(new Error('plain'))).toBe('plain');
});
