/** Where APIs run: what commands and programs ask of any environment. */
import { basename } from 'node:path';
import { CambiumError, didYouMean } from '../src/errors.js';
import type { ApiSpecification } from './specification/index.js';

export type DeployAction = 'creating' | 'updating' | 'up to date';

export interface DeployedApi {
  readonly name: string;
  readonly action: DeployAction;
  /** URL of its requests. */
  readonly endpoint: string;
}

export interface DeployOptions {
  /** The API's file, for the record. */
  readonly file: string;
  /** Deploy again also what is up to date. */
  readonly force?: boolean;
  /** Called before each API is deployed, or found up to date. */
  readonly onAction?: (name: string, action: DeployAction) => void;
  /** Gets a line that people should see, e.g. that the server is a slower one. */
  readonly onNotice?: (notice: string) => void;
}

export type ApiStatus = 'live' | 'updating' | 'error' | 'stopped';

/** Answers of an API so far. */
export interface ApiTraffic {
  /** Requests by the code of their answer. */
  readonly codes: Readonly<Record<string, number>>;
  readonly count: number;
  /** Of all requests together. */
  readonly seconds: number;
}

/** What is known of an API, live or not. */
export interface ApiState {
  readonly name: string;
  readonly kind: string;
  /** Of this version: it follows from the specification, the model and the predictor. */
  readonly id: string;
  readonly status: ApiStatus;
  /** Why it is not live. */
  readonly reason?: string | undefined;
  /** URL of its requests. */
  readonly endpoint: string;
  /** A payload that it accepts. */
  readonly example?: Readonly<Record<string, unknown>> | undefined;
  /** The API's file, and the model that it names. */
  readonly source: { readonly file: string; readonly model: string };
  /** Milliseconds since 1970. */
  readonly deployedAt: number;
  readonly traffic: ApiTraffic;
}

export interface LogOptions {
  /** How many of the lines that are there. */
  readonly lines: number;
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

/** A place where APIs run. */
export interface Environment {
  readonly name: string;
  /**
   * Starts or updates APIs, all of which are checked before the first is touched; resolves when they are live.
   * @throws CambiumError why one cannot be served: its version before, if any, stays live
   */
  deploy(
    specifications: readonly ApiSpecification[],
    options: DeployOptions,
  ): Promise<DeployedApi[]>;
  /** All APIs, by name. */
  list(): Promise<ApiState[]>;
  /** @throws CambiumError `unknown-api` with a near miss */
  get(name: string): Promise<ApiState>;
  /** Stops and removes an API. @throws CambiumError `unknown-api` with a near miss */
  delete(name: string): Promise<void>;
  /** An API's log, line by line. @throws CambiumError `unknown-api` with a near miss */
  logs(name: string, options: LogOptions): AsyncGenerator<string>;
  /** What goes wrong at present though all is served, e.g. a full disk; a line each. */
  troubles(): Promise<readonly string[]>;
}

/** The error for an API's name that an environment does not know. */
export function unknownApi(name: string, known: readonly string[]): CambiumError {
  return new CambiumError('unknown-api', `no API is named "${basename(name)}"`, {
    hint:
      didYouMean(name, known) ??
      (known.length === 0 ? 'no apis are deployed' : `deployed: ${known.join(', ')}`),
  });
}
