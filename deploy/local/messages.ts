/** What the supervisor and its two partners say to each other: the server process, and commands. */
import type { KnownApi, ServedApi, TrafficTotals } from '../../server/index.js';
import type { ErrorCode } from '../../src/error-codes.js';
import { CambiumError } from '../../src/errors.js';
import { isError, thrownMessage, traceOf } from '../../src/runtime/index.js';
import type { ApiStatus } from '../environment.js';
import type { ApiRecord } from './state/state.js';

/** Supervisor to server process, over the channel of Node's `fork`; each is answered by a {@link ServerReply}. */
export type ServerRequest =
  | {
      readonly do: 'listen';
      readonly host: string;
      readonly port: number;
      readonly logs: string;
      /** APIs that will be loaded. */
      readonly known: readonly KnownApi[];
    }
  | { readonly do: 'load'; readonly api: ServedApi }
  | { readonly do: 'unload'; readonly name: string }
  | { readonly do: 'traffic' }
  | { readonly do: 'stop' };

export type ServerCall = ServerRequest & { readonly call: number };

/** Milliseconds for loading one API. */
export const LOAD_MS = 120_000;

/** An error on its way between processes. */
export interface PlainError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Its stack, and those of its causes. */
  readonly trace?: string | undefined;
}

/** What an API turned out to be that was tried. */
export interface TrialResult {
  /** A payload that it accepts. */
  readonly example: Readonly<Record<string, unknown>>;
  readonly predictorFiles: readonly string[];
}

export type TrialReply = TrialResult | { readonly error: PlainError };

export type ServerReply =
  | { readonly call: number; readonly result: unknown }
  | { readonly call: number; readonly error: PlainError };

/** The answer to `listen`. */
export interface Listening {
  readonly port: number;
  readonly transport: string;
  readonly warnings: readonly string[];
}

/** The answer to `traffic`. */
export interface ServerCounts {
  /** By the names of the APIs. */
  readonly traffic: Readonly<Record<string, TrafficTotals>>;
  /** Why the logs cannot be written at present, if so. */
  readonly logFault?: string | undefined;
}

/** One API as the supervisor knows it. */
export interface SupervisedApi {
  readonly record: ApiRecord;
  readonly status: ApiStatus;
  /** Why the status is `error`. */
  readonly reason?: string | undefined;
  readonly traffic: TrafficTotals;
}

/** The supervisor's answer to a command's `status`. */
export interface EnvironmentStatus {
  readonly pid: number;
  readonly serverPid: number | undefined;
  readonly host: string;
  readonly port: number;
  readonly transport: string;
  readonly warnings: readonly string[];
  /** What goes wrong at present though all is served, e.g. a full disk. */
  readonly troubles: readonly string[];
  readonly apis: readonly SupervisedApi[];
}

/** What commands ask of the supervisor. */
export type ControlRequest =
  | { readonly do: 'status' }
  | { readonly do: 'deploy'; readonly record: ApiRecord }
  | { readonly do: 'delete'; readonly name: string };

export function plainError(error: unknown): PlainError {
  const trace = traceOf(error);
  if (isError(error) && error instanceof CambiumError) {
    return { code: error.code, message: error.problem, hint: error.hint, trace };
  }
  return { code: 'internal', message: thrownMessage(error), trace };
}

export function revive({ code, message, hint, trace }: PlainError): CambiumError {
  const error = new CambiumError(code, message, { hint });
  if (trace !== undefined) error.stack = trace;
  return error;
}
