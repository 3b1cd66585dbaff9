/** Tells what a text file without a telling name is: CSV, TSV, fields separated by spaces, or LibSVM. */
import { CambiumError } from '../../errors.js';
import { checkContent, type FileProbe, probe } from './format.js';

/** A text file's form: the character between its fields, or LibSVM. */
export type TextFormat = { readonly separator: string } | 'libsvm';

/** Lines that are looked at. */
const LINES = 32;
const LIBSVM = /^\s*(?:[^\s:]+|\d+[ \t]*:[ \t]*\S+)(?:\s+(?:qid|\d+)[ \t]*:[ \t]*\S+)*\s*(?:#.*)?$/;
const UNLABELLED = /^\s*(?:qid|\d+)[ \t]*:/;
const BINARY = '______LightGBM_Binary_File_Token______';

/**
 * What a text file's first lines show, by LightGBM's rules: `index:value` fields make LibSVM; else
 * the fields are separated by what each line has the same number of.
 * @param header whether the first line holds names, and so shows nothing
 * @throws CambiumError when the file is missing, empty, or of no such form
 */
export function detectTextFormat(path: string, header: boolean): TextFormat {
  const file = probe(path);
  if (file.head.toString('latin1', 0, 64).includes(BINARY)) {
    throw new CambiumError('wrong-format', `${path} is a binary data set of LightGBM's`, {
      hint: 'name the text file that it was made of',
    });
  }
  checkContent(file, 'csv');
  const lines = firstLines(file, header);
  const [first] = lines;
  if (first === undefined) throw new CambiumError('empty-table', `${path} has no rows`);
  const rows = lines.filter((line) => !/^\s*#/.test(line));
  const sparse = rows.length > 0 && rows.every((line) => LIBSVM.test(line));
  if (sparse && rows.some((line) => line.includes(':'))) return 'libsvm';
  for (const separator of ['\t', ',', ' ']) {
    const count = (line: string) => line.trim().split(separator).length;
    const fields = count(first);
    if (fields === 1) continue;
    const other = lines.findIndex((line) => count(line) !== fields);
    if (other < 0) return { separator };
    throw new CambiumError(
      'unknown-format',
      `${path}: of its first lines, one has ${fields} fields and another ${count(lines[other]!)}`,
      { hint: 'expected CSV, TSV, fields separated by single spaces, or LibSVM' },
    );
  }
  throw new CambiumError('unknown-format', `${path}: its lines have a single field`, {
    hint: 'expected CSV, TSV, fields separated by single spaces, or LibSVM',
  });
}

/** Whether the rows of a LibSVM file begin with a label, as those that are trained on must; by its first row. */
export function hasLibsvmLabels(path: string): boolean {
  const first = firstLines(probe(path), false).find((line) => !/^\s*#/.test(line));
  return first === undefined || !UNLABELLED.test(first);
}

/** Lines at the head of a file that are not blank. */
function firstLines(file: FileProbe, header: boolean): string[] {
  const all = file.head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  // The head may end within a line.
  if (file.head.length < file.size && all.length > 1) all.pop();
  return all
    .slice(header ? 1 : 0)
    .filter((line) => line.trim() !== '')
    .slice(0, LINES);
}
