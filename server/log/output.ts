/**
 * What code of an API prints goes to the API's log, not to the server's output. To whom it belongs is known by the
 * async context: also for what a predictor prints later, from timers and promises.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { format } from 'node:util';
import type { ApiLog } from './api-log.js';

const current = new AsyncLocalStorage<ApiLog>();

/** Runs `body`; what is printed in it, and by what it starts, goes to `log`. */
export function printingTo<T>(log: ApiLog, body: () => T): T {
  return current.run(log, body);
}

/** The log of the API whose code runs, or undefined outside any. */
export function printingLog(): ApiLog | undefined {
  return current.getStore();
}

type Level = 'info' | 'warn' | 'error';

/** Methods that have a level; the others print through the streams. */
const methods = {
  log: 'info',
  info: 'info',
  debug: 'info',
  warn: 'warn',
  error: 'error',
} as const satisfies Readonly<Record<string, Level>>;

function captureStream(stream: NodeJS.WriteStream, level: Level): void {
  const write = stream.write.bind(stream) as (...values: unknown[]) => boolean;
  stream.write = ((...values: unknown[]): boolean => {
    const log = current.getStore();
    if (log === undefined) return write(...values);
    const [chunk] = values;
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString();
    const lines = text.replace(/\n$/, '');
    if (lines !== '') log.printed(level, lines);
    const done = values.find((value) => typeof value === 'function') as (() => void) | undefined;
    if (done !== undefined) process.nextTick(done);
    return true;
  }) as typeof stream.write;
}

/** Redirects this process's `console`, standard output and standard error; outside an API's context they stay. */
export function captureOutput(): void {
  for (const [method, level] of Object.entries(methods)) {
    const name = method as keyof typeof methods;
    const original = console[name];
    console[name] = (...values: unknown[]) => {
      const log = current.getStore();
      if (log === undefined) original.apply(console, values);
      else log.printed(level, format(...values));
    };
  }
  captureStream(process.stdout, 'info');
  captureStream(process.stderr, 'error');
}
