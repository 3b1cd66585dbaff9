/** Where the log of `cambium run` goes: plain lines, JSON lines, or colour with a progress bar in a terminal. */
import type { LogLevel, LogRecord, LogSink } from '../runtime/index.js';
import { formatRecord, formatTime } from '../runtime/index.js';

export type LogFormat = 'plain' | 'json';

/** A sink that can be told how far a run is, and that must be closed at its end. */
export interface RunLog {
  readonly sink: LogSink;
  /** Sets the number of nodes. */
  begin(total: number): void;
  /** One more node has completed. */
  advance(name: string): void;
  close(): void;
}

export interface RunLogOptions {
  readonly format: LogFormat;
  /** Shows debug records too. */
  readonly verbose: boolean;
  readonly stream: NodeJS.WriteStream;
}

/** Chooses by format, and by whether the stream is a terminal. */
export async function openRunLog(options: RunLogOptions): Promise<RunLog> {
  // Whoever reads the log may stop reading; the run goes on.
  options.stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  if (options.format === 'json') return jsonLog(options);
  return options.stream.isTTY ? terminalLog(options) : plainLog(options);
}

const nothing = { begin() {}, advance() {}, close() {} };

function plainLog({ stream, verbose }: RunLogOptions): RunLog {
  const sink = (record: LogRecord) => {
    if (verbose || record.level !== 'DEBUG') stream.write(`${formatRecord(record)}\n`);
  };
  return { sink, ...nothing };
}

async function jsonLog({ stream, verbose }: RunLogOptions): Promise<RunLog> {
  const { pino } = await import('pino');
  const levels = { DEBUG: 'debug', INFO: 'info', WARNING: 'warn', ERROR: 'error' } as const;
  const options = {
    level: verbose ? 'debug' : 'info',
    base: null,
    timestamp: false,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const json = pino(options, stream);
  const sink = ({ time, level, logger, message, fields }: LogRecord) =>
    json[levels[level]]({ time: time.toISOString(), logger, ...fields }, message);
  return { sink, ...nothing };
}

async function terminalLog({ stream, verbose }: RunLogOptions): Promise<RunLog> {
  const { default: progress } = await import('cli-progress');
  const { default: colors } = await import('picocolors');
  const paint: Readonly<Record<LogLevel, (text: string) => string>> = {
    DEBUG: colors.dim,
    INFO: colors.green,
    WARNING: colors.yellow,
    ERROR: colors.red,
  };
  const bars = new progress.MultiBar(
    {
      stream,
      format: ' {bar} {value}/{total} nodes · {duration_formatted} · {node}',
      hideCursor: true,
      clearOnComplete: true,
      noTTYOutput: false,
    },
    progress.Presets.shades_classic,
  );
  let bar: ReturnType<typeof bars.create> | undefined;
  const line = ({ time, level, logger, message }: LogRecord) => {
    const words = message.replaceAll(/`([^`]+)`/g, (_, name: string) => colors.bold(name));
    const from = colors.dim(`${formatTime(time)} ${logger}`);
    return `${from} ${paint[level](level)} ${words}\n`;
  };
  return {
    sink(record) {
      if (!verbose && record.level === 'DEBUG') return;
      // A bar that is drawn must be lifted for the line; before and after, lines are written as they are.
      if (bar === undefined) stream.write(line(record));
      else {
        bars.log(line(record));
        bars.update();
      }
    },
    begin(total) {
      bar = bars.create(total, 0, { node: 'starting' });
    },
    advance(name) {
      bar?.increment(1, { node: name });
    },
    close() {
      bars.stop();
      bar = undefined;
    },
  };
}
