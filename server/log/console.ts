/** What a predictor prints goes to its API's log, not to the server's output. */
import { format } from 'node:util';
import type { ApiLog } from './api-log.js';

let active: ApiLog | undefined;

/** Directs `console` to a log; returns the log before, to be put back. */
export function printTo(log: ApiLog | undefined): ApiLog | undefined {
  const before = active;
  active = log;
  return before;
}

const targets = {
  log: 'info',
  info: 'info',
  debug: 'info',
  warn: 'warn',
  error: 'error',
} as const satisfies Readonly<Record<string, 'info' | 'warn' | 'error'>>;

/** Replaces this process's `console` methods; without an active log they print as before. */
export function captureConsole(): void {
  for (const [method, level] of Object.entries(targets)) {
    const name = method as keyof typeof targets;
    const original = console[name];
    console[name] = (...values: unknown[]) => {
      if (active === undefined) original.apply(console, values);
      else active.printed(level, format(...values));
    };
  }
}
