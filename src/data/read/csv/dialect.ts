/** Reads a CSV file's first record: which character separates its fields, and what they are called. */
import { CambiumError } from '../../../errors.js';
import type { FileProbe } from '../../files/format.js';
import { checkColumnNames } from '../../schema/check-column-names.js';

const SEPARATORS = [',', ';', '\t', '|'] as const;

/** Splits the record that `text` begins with; quotes are doubled inside quoted fields (RFC 4180). */
function splitRecord(
  text: string,
  separator: string,
): { readonly fields: string[]; readonly end: number } | undefined {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  let at = 0;
  for (; at < text.length; at++) {
    const character = text[at]!;
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[at + 1] === '"') {
        field += '"';
        at++;
      } else quoted = false;
    } else if (character === '"' && field === '') quoted = true;
    else if (character === separator) {
      fields.push(field);
      field = '';
    } else if (character === '\n' || character === '\r') break;
    else field += character;
  }
  if (quoted) return undefined;
  fields.push(field);
  return { fields, end: at };
}

function detectSeparator(text: string): string {
  let best = ',';
  let most = 1;
  for (const separator of SEPARATORS) {
    const count = splitRecord(text, separator)?.fields.length ?? 0;
    if (count > most) {
      best = separator;
      most = count;
    }
  }
  return best;
}

/** What the first record tells. */
export interface CsvDialect {
  readonly separator: string;
  readonly names: readonly string[];
  /** Its fields, whether they are names or not. */
  readonly fields: readonly string[];
  /** Mean bytes of a line in the file's head, to estimate the number of rows. */
  readonly lineBytes: number;
}

/**
 * @param separator the separator, if it is told; else the one of `, ; tab |` that cuts the first
 * record into most fields.
 * @throws CambiumError `duplicate-column`, `nameless-column`, or `csv-quote` when the header does not end.
 */
export function readDialect(
  file: FileProbe,
  header: boolean,
  separator: string | undefined,
): CsvDialect {
  const text = file.head.toString('utf8').replace(/^\uFEFF/, '');
  const used = separator ?? detectSeparator(text);
  const first = splitRecord(text, used);
  if (first === undefined) {
    throw new CambiumError('csv-quote', `${file.path}, line 1: a quoted text does not end`);
  }
  const names = header ? first.fields : first.fields.map((_, i) => `column${i}`);
  if (header) {
    checkColumnNames(names, {
      where: `${file.path}, line 1`,
      namelessHint: 'give it a name, or set header: false if the first line is data',
      namelessCommandHint: 'give it a name, or add header=false if the first line is data',
    });
  }
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return {
    separator: used,
    names,
    fields: first.fields,
    lineBytes: file.head.length / Math.max(1, lines),
  };
}
