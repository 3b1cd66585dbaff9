/** Parses JSON that a user or another program has written, no deeper than code that walks it can go. */

/** Lists and maps in one another; far beyond what anybody writes, and far from the end of the stack. */
const MAX_DEPTH = 1000;

/**
 * As `JSON.parse`.
 * @throws SyntaxError for bad JSON, and for values nested more than 1000 deep
 */
export function parseJson(text: string): unknown {
  checkDepth(text);
  return JSON.parse(text);
}

/** Counts brackets outside strings; text that is no JSON may pass. */
function checkDepth(text: string): void {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x22: // "
        for (i++; i < text.length && text.charCodeAt(i) !== 0x22; i++) {
          if (text.charCodeAt(i) === 0x5c) i++; // \
        }
        break;
      case 0x5b: // [
      case 0x7b: // {
        if (++depth > MAX_DEPTH) {
          throw new SyntaxError(`values are nested more than ${MAX_DEPTH} deep, at position ${i}`);
        }
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth--;
    }
  }
}
