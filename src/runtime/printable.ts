/** Text of unknown origin, made safe for a terminal, a log or an error. */

/**
 * What a terminal obeys or hides instead of showing it: control characters (C0, DELETE and C1), marks that change the
 * direction of text or have no width, line and paragraph separators, and halves of characters.
 */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\udb40[\udc00-\udfff]/g;

const escaped = (text: string) =>
  Array.from({ length: text.length }, (_, i) => {
    return `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`;
  }).join('');

/**
 * A text with hidden characters written as `\u001b`, and cut after `most` UTF-16 units.
 * @param keep characters that stay as they are, e.g. a line feed.
 */
export function printable(text: string, most: number, keep = ''): string {
  const start = text.length > most ? `${text.slice(0, most)}…` : text;
  return start.replace(HIDDEN, (hidden) => (keep.includes(hidden) ? hidden : escaped(hidden)));
}
