/** Log lines of runs: what a line holds, where lines go, and the plain form in which they are printed. */
import { AsyncLocalStorage } from 'node:async_hooks';

/** How much a log line matters. */
export type LogLevel = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR';

/** One line of a log. */
export interface LogRecord {
  readonly time: Date;
  readonly level: LogLevel;
  /** Dotted name of what speaks, e.g. `cambium.io.data_catalog`. */
  readonly logger: string;
  readonly message: string;
  /** The same facts for programs, e.g. `{ node: 'train', seconds: 1.2 }`. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Where log records go. */
export type LogSink = (record: LogRecord) => void;

/** Writes records under one name. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warning(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

const pad = (value: number, width: number) => String(value).padStart(width, '0');

/** Local time as `2021-01-10 19:35:43,006`. */
export function formatTime(time: Date): string {
  const date = `${time.getFullYear()}-${pad(time.getMonth() + 1, 2)}-${pad(time.getDate(), 2)}`;
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map((v) => pad(v, 2));
  return `${date} ${clock.join(':')},${pad(time.getMilliseconds(), 3)}`;
}

/** One record as `time - logger - level - message`. */
export function formatRecord(record: LogRecord): string {
  return `${formatTime(record.time)} - ${record.logger} - ${record.level} - ${record.message}`;
}

/** Prints plain lines on standard output, without debug records: the sink where none is chosen. */
export const plainSink: LogSink = (record) => {
  if (record.level !== 'DEBUG') process.stdout.write(`${formatRecord(record)}\n`);
};

/** Outside a run only what is amiss is worth a line, on standard error. */
const warningSink: LogSink = (record) => {
  if (record.level === 'WARNING' || record.level === 'ERROR') {
    process.stderr.write(`${formatRecord(record)}\n`);
  }
};

/** Drops every record. */
export const silentSink: LogSink = () => {};

const currentSink = new AsyncLocalStorage<LogSink>();

/** Runs `body`; everything logged in it, also by code that it awaits, goes to `sink`. */
export function withLogSink<T>(sink: LogSink, body: () => T): T {
  return currentSink.run(sink, body);
}

/**
 * A logger under a dotted name. Its lines go to the sink of the run that it is called in; outside
 * a run warnings and errors go to standard error.
 */
export function logger(name: string): Logger {
  const write =
    (level: LogLevel): Logger['info'] =>
    (message, fields) => {
      const record = { time: new Date(), level, logger: name, message };
      const sink = currentSink.getStore() ?? warningSink;
      sink(fields === undefined ? record : { ...record, fields });
    };
  return {
    debug: write('DEBUG'),
    info: write('INFO'),
    warning: write('WARNING'),
    error: write('ERROR'),
  };
}
