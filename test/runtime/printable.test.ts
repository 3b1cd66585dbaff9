import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable } from '../../src/runtime/index.js';

describe('printable', () => {
  it.each([
    ['a line feed', 'a\nb', 'a\\u000ab'],
    ['ESC', 'a\u001b[31mb', 'a\\u001b[31mb'],
    ['DELETE and C1', '\u007f\u009b2J', '\\u007f\\u009b2J'],
    ['a change of direction', '\u202egnp.exe\u2066', '\\u202egnp.exe\\u2066'],
    ['line separators', 'a\u2028b\u2029', 'a\\u2028b\\u2029'],
    ['no width', 'a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
    ['half a character', 'a\ud83db', 'a\\ud83db'],
    ['tags', '\u{e0041}', '\\udb40\\udc41'],
  ])('escapes %s', (_, text, shown) => {
    expect(printable(text, 100)).toBe(shown);
  });

  it('leaves words of all languages, and what is to be kept', () => {
    const text = 'Zürich 東京 🚕 שלום';
    expect(printable(text, 100)).toBe(text);
    expect(printable('a\n\tb\r', 100, '\n\t')).toBe('a\n\tb\\u000d');
  });

  it('cuts, also between the halves of a character', () => {
    expect(printable('x'.repeat(500_000), 10)).toBe(`${'x'.repeat(10)}…`);
    expect(printable('🚕🚕', 3)).toBe('🚕\\ud83d…');
  });

  it('leaves nothing that a terminal obeys', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there.
        expect(printable(text, 1000)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
      }),
    );
  });
});
