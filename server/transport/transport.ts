/** What an HTTP transport asks of the application above it, and offers to it. */
import type { BodyRefusal } from './body.js';

/** A whole answer. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Methods for the header `Allow` of a 405. */
  readonly allow?: string;
  /** Seconds for the header `Retry-After` of a 503. */
  readonly retryAfter?: number;
  /** Close the connection after the answer. */
  readonly close?: boolean;
}

/** A request whose body is still to come. Exactly one of its functions is called, once. */
export interface Exchange {
  /** Bytes of body that are kept; a longer one is refused. */
  readonly bodyLimit: number;
  /** Answers. `body` is valid until the call returns: what is used later must be copied before. */
  finish(body: Buffer): Reply;
  /** Answers a body that is longer than its limit (413), or finds no room beside the others (503). */
  refuse(status: BodyRefusal): Reply;
  /** The client went away before its body was whole. */
  aborted(): void;
}

/**
 * The routes. A transport calls it and nothing else. All answers are given at once: a connection's answers go out in
 * the order of its requests, and uWebSockets.js closes a connection whose next request comes before an answer.
 */
export interface Application {
  /**
   * Decides from a request's head: an answer that needs no body, or what takes the body.
   * @param path without the query.
   * @param contentType the header as it came, or ''.
   * @param contentEncoding the header as it came, or ''.
   */
  begin(
    method: string,
    path: string,
    contentType: string,
    contentEncoding: string,
  ): Reply | Exchange;
}

export function isExchange(outcome: Reply | Exchange): outcome is Exchange {
  return 'finish' in outcome;
}

/** An HTTP server that listens. */
export interface Transport {
  readonly name: TransportName;
  readonly port: number;
  /** Stops listening, lets requests that have begun finish for at most `graceMs`, then closes all connections. */
  close(graceMs: number): Promise<void>;
}

export type TransportName = 'uWebSockets.js' | 'node:http';

/** Bytes of a request's line and headers. */
export const MAX_HEADER_BYTES = 16_384;

/**
 * Bytes beyond an exchange's limit that are read and thrown away before the answer 413 or 503, because a
 * client that is still sending rarely reads an answer; a body longer still is cut off.
 */
export const DISCARDED_BYTES = 16 * 2 ** 20;

/** Seconds in which a client must send its head. */
export const HEAD_TIMEOUT_S = 10;

/** Seconds in which a client must send a whole request. */
export const REQUEST_TIMEOUT_S = 60;

/** An error as all of them are answered. */
export function errorReply(status: number, error: string): Reply {
  return { status, contentType: 'application/json', body: JSON.stringify({ error }) };
}

/** The answer to a fault of ours; details go to the log alone. */
export const INTERNAL_ERROR = errorReply(500, 'internal error');
