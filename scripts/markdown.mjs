// Small pieces of Markdown, for the scripts that write parts of the docs.

const cell = (text) => String(text).replaceAll('|', '\\|');

/** A table, from its head and its rows of cells. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text as code. */
export const code = (text) => `\`${text}\``;
