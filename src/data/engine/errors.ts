/** Turns DuckDB's long messages into one that names file, line and column, with what was expected and found. */
import { CambiumError, didYouMean } from '../../errors.js';
import { wholeNumberError } from '../whole-numbers.js';

/** What the reader knew about the source when it failed. */
export interface SourceContext {
  /** The file, or how the source is best named. */
  readonly name: string;
  /** The format as people call it, e.g. `CSV`. */
  readonly format: string;
  readonly columns?: readonly string[] | undefined;
}

/** DuckDB's SQL types in the words of our schemas. */
const TYPE_WORDS: Readonly<Record<string, string>> = {
  DOUBLE: 'a number',
  FLOAT: 'a number',
  BIGINT: 'a whole number',
  INTEGER: 'a whole number',
  BOOLEAN: 'true or false',
  TIMESTAMP: 'a time (YYYY-MM-DD HH:MM:SS)',
  DATE: 'a date (YYYY-MM-DD)',
};

function shorten(text: string, limit = 60): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a damaged file's bytes must not reach the terminal.
  const printable = text.replace(/[\u0000-\u001f\u007f]/g, '·');
  return printable.length <= limit ? printable : `${printable.slice(0, limit)}…`;
}

function csvError(message: string, source: SourceContext): CambiumError | undefined {
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  const file = /\n\s*file = (.+)/.exec(message)?.[1] ?? source.name;
  const where = line === undefined ? file : `${file}, line ${line}`;

  const fields = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message);
  if (fields) {
    const fewer = Number(fields[2]) < Number(fields[1]);
    return new CambiumError(
      'csv-fields',
      `${where}: expected ${fields[1]} fields, found ${fields[2]}`,
      { hint: fewer ? 'is the file cut short?' : 'is a text with a separator not quoted?' },
    );
  }
  const value =
    /Error when converting column "(.*?)"\. Could not convert string "(.*?)" to '?(\w+)/s.exec(
      message,
    );
  if (value) {
    const expected = TYPE_WORDS[value[3] ?? ''] ?? value[3];
    return new CambiumError(
      'csv-value',
      `${where}, column "${value[1]}": expected ${expected}, found "${shorten(value[2] ?? '')}"`,
      {
        hint: 'declare the column utf8 in the schema, or name the text that stands for missing in nullValues',
        commandHint: 'correct the value, or leave it empty if it is missing',
      },
    );
  }
  if (/unterminated quote/i.test(message)) {
    return new CambiumError('csv-quote', `${where}: a quoted text does not end`, {
      hint: 'is the file cut short, or a quote inside a text not doubled?',
    });
  }
  if (/Invalid unicode|not utf-8/i.test(message)) {
    return new CambiumError('csv-encoding', `${where}: the text is not UTF-8`, {
      hint: 'convert the file to UTF-8',
    });
  }
  if (/Maximum line size/i.test(message)) {
    return new CambiumError('csv-line', `${where}: the line is longer than the limit`, {
      hint: 'is a quote missing, or the file not text?',
    });
  }
  return undefined;
}

function jsonError(message: string, source: SourceContext): CambiumError | undefined {
  const file = /JSON in file "(.*?)"/.exec(message)?.[1] ?? source.name;
  if (/expected records, but got non-record/.test(message)) {
    return new CambiumError(
      'json-rows',
      `${file}: expected a JSON object with fields for each row`,
      {
        hint: 'e.g. {"a": 1} a line, or [{"a": 1}, {"a": 2}]',
      },
    );
  }
  return undefined;
}

function bindError(message: string, source: SourceContext): CambiumError | undefined {
  const missing =
    /Referenced column "(.*?)" (?:was )?not found/.exec(message)?.[1] ??
    /does not have a column named "(.*?)"/.exec(message)?.[1];
  if (missing === undefined) return undefined;
  const columns = source.columns ?? [];
  return new CambiumError('missing-column', `${source.name} has no column "${missing}"`, {
    hint: didYouMean(missing, columns) ?? `its columns are ${shorten(columns.join(', '), 200)}`,
  });
}

/** A message may quote a line of megabytes between what it begins and ends with. */
const withoutMiddle = (message: string): string =>
  message.length <= 8192 ? message : `${message.slice(0, 4096)}…${message.slice(-4096)}`;

/** The error to show for a failure in DuckDB; errors of our own pass unchanged. */
export function translateError(error: unknown, source: SourceContext): unknown {
  // Errors of JavaScript's own are ours, and no matter of the file.
  if (error instanceof CambiumError || !(error instanceof Error) || error.name !== 'Error') {
    return error;
  }
  const message = withoutMiddle(error.message);
  // Raised by our own SQL, in our own words.
  const typed = /column ".*": expected [^"]*, found ".*"/s.exec(message)?.[0];
  if (typed) return new CambiumError('column-type', `${source.name}, ${shorten(typed, 200)}`);
  const whole = /(column ".*"): whole number ([+-]?\d+)/s.exec(message);
  if (whole) return wholeNumberError(`${source.name}, ${whole[1]}`, whole[2]!);
  const known =
    csvError(message, source) ?? jsonError(message, source) ?? bindError(message, source);
  if (known) return known;
  // DuckDB's first line says what failed; its class name and the SQL below it are of no use to a user.
  const first = (message.split('\n').find((line) => line.trim() !== '') ?? message)
    .replace(/^[A-Z][\w-]*(?: [A-Z][\w-]*)* Error: /, '')
    .trim();
  if (/Out of Memory/i.test(message)) {
    return new CambiumError('out-of-memory', `${source.name}: ${shorten(first, 300)}`, {
      hint: 'give DuckDB more with configureDatabase({ memoryBytes })',
      commandHint: 'use fewer columns, smaller files, or a machine with more memory',
      cause: error,
    });
  }
  if (/^(Parser|Binder|Catalog) Error/.test(message)) {
    return new CambiumError(
      'invalid-query',
      `the query over ${source.name} is wrong: ${shorten(first, 300)}`,
      { cause: error },
    );
  }
  return new CambiumError(
    'unreadable',
    `${source.name} cannot be read as ${source.format}: ${shorten(first, 300)}`,
    { cause: error },
  );
}
