/** Walks the lines of a model file, and says where something is wrong. */
import { CambiumError } from '../../../errors.js';

/** `key=value` of one line. */
export interface Field {
  readonly key: string;
  readonly text: string;
  readonly line: number;
}

/** The lines of one text; numbers of lines count from 1. */
export class Lines {
  /** The file, as errors name it. */
  readonly name: string;
  readonly text: string;
  /** Where the line that {@link next} gives begins. */
  offset = 0;
  /** Number of the line that {@link next} gives. */
  line = 1;

  constructor(text: string, name: string) {
    this.text = text;
    this.name = name;
  }

  get atEnd(): boolean {
    return this.offset >= this.text.length;
  }

  peek(): string {
    return this.text.slice(this.offset, this.#lineEnd());
  }

  next(): string {
    const end = this.#lineEnd();
    const line = this.text.slice(this.offset, end);
    this.offset = end + 1;
    this.line++;
    return line;
  }

  skipBlank(): void {
    while (!this.atEnd && this.peek() === '') this.next();
  }

  /** Takes the next line as `key=value`; a line without `=` has an empty value. */
  field(): Field {
    const line = this.line;
    const text = this.next();
    const mark = text.indexOf('=');
    return mark < 0
      ? { key: text, text: '', line }
      : { key: text.slice(0, mark), text: text.slice(mark + 1), line };
  }

  /** An error about the file; without a line where the file as a whole is meant. */
  error(message: string, line?: number, hint?: string): CambiumError {
    const where = line === undefined ? this.name : `${this.name}:${line}`;
    return new CambiumError('bad-model-file', `${where}: ${message}`, { hint });
  }

  cutShort(expected: string): CambiumError {
    return this.error(
      `the file ends here, ${expected} should follow`,
      this.line - 1,
      'the file was cut short: copy or save it again',
    );
  }

  #lineEnd(): number {
    const end = this.text.indexOf('\n', this.offset);
    return end < 0 ? this.text.length : end;
  }
}

/** Text of an error's "found": short, whatever the file holds. */
export function quote(text: string): string {
  return text.length > 40 ? `"${text.slice(0, 37)}…"` : `"${text}"`;
}
