/** The server's routes: predictions, summaries, health and metrics. */
import { didYouMean } from '../src/errors.js';
import type { LoadedApi } from './api/index.js';
import { printTo } from './log/index.js';
import { PredictorFault, RequestError } from './prediction/index.js';
import type { Application, Exchange, Reply } from './transport/index.js';

const JSON_TYPE = 'application/json';

function errorReply(status: number, message: string): Reply {
  return { status, contentType: JSON_TYPE, body: JSON.stringify({ error: message }) };
}

function jsonReply(value: unknown, status = 200): Reply {
  return { status, contentType: JSON_TYPE, body: JSON.stringify(value) };
}

/** One request to an API, from its head to its answer. It stays with the version that was live when it began. */
class Prediction implements Exchange {
  readonly #api: LoadedApi;
  readonly #contentType: string;
  readonly #start = performance.now();

  constructor(api: LoadedApi, contentType: string) {
    this.#api = api;
    this.#contentType = contentType;
    api.enter();
  }

  get bodyLimit(): number {
    return this.#api.spec.maxBodyBytes;
  }

  finish(body: Buffer): Reply | Promise<Reply> {
    const before = printTo(this.#api.log);
    try {
      const answer = this.#api.predictions.answer(body, this.#contentType);
      if (typeof answer === 'string') return this.#succeed(answer);
      return answer.then(
        (text) => this.#succeed(text),
        (error: unknown) => this.#fail(error),
      );
    } catch (error) {
      return this.#fail(error);
    } finally {
      printTo(before);
    }
  }

  tooLarge(): Reply {
    return this.#fail(new RequestError(413, `the body may have ${this.bodyLimit} bytes`));
  }

  aborted(): void {
    // 499: the client went away, as proxies count it.
    this.#api.leave(499, this.#start);
    this.#api.log.refused(499, 'the client went away before its request was whole');
  }

  #succeed(body: string): Reply {
    this.#api.leave(200, this.#start);
    return { status: 200, contentType: JSON_TYPE, body };
  }

  #fail(error: unknown): Reply {
    if (error instanceof RequestError) {
      this.#api.leave(error.status, this.#start);
      this.#api.log.refused(error.status, error.message);
      return errorReply(error.status, error.message);
    }
    this.#api.leave(500, this.#start);
    this.#api.log.failed(error);
    const message =
      error instanceof PredictorFault
        ? 'the predictor of this API failed; its log says why'
        : 'internal error';
    return errorReply(500, message);
  }
}

/** The server's counts in Prometheus's text form. */
export interface MetricsText {
  readonly contentType: string;
  readonly body: string;
}

/** Routes requests to the APIs of a table that others change. */
export class InferenceApplication implements Application {
  readonly #apis: ReadonlyMap<string, LoadedApi>;
  readonly #ready: () => boolean;
  readonly #metrics: () => Promise<MetricsText>;

  /** @param apis by endpoint. */
  constructor(
    apis: ReadonlyMap<string, LoadedApi>,
    ready: () => boolean,
    metrics: () => Promise<MetricsText>,
  ) {
    this.#apis = apis;
    this.#ready = ready;
    this.#metrics = metrics;
  }

  begin(method: string, path: string, contentType: string): Reply | Promise<Reply> | Exchange {
    const api = this.#apis.get(path) ?? this.#apis.get(trimmed(path));
    if (api === undefined) return this.#builtIn(method, path);
    if (method === 'POST') return new Prediction(api, contentType);
    if (isGet(method)) return jsonReply(api.summary());
    const start = performance.now();
    api.enter();
    api.leave(405, start);
    return {
      ...errorReply(405, `${shown(method)} is not supported: POST a payload`),
      allow: 'GET, HEAD, POST',
    };
  }

  #builtIn(method: string, path: string): Reply | Promise<Reply> {
    const route = this.#route(path);
    if (route === undefined) {
      const near = didYouMean(path.slice(0, 100), this.#apis.keys());
      return errorReply(404, `no API at ${shown(path)}${near === undefined ? '' : ` (${near})`}`);
    }
    if (!isGet(method)) {
      return { ...errorReply(405, `${shown(method)} is not supported here`), allow: 'GET, HEAD' };
    }
    return route();
  }

  #route(path: string): (() => Reply | Promise<Reply>) | undefined {
    switch (path) {
      case '/healthz/live':
        return () => jsonReply({ live: true });
      case '/v2/health/live':
        return () => jsonReply({ live: true });
      case '/healthz/ready':
      case '/v2/health/ready': {
        const ready = this.#ready();
        return () => jsonReply({ ready }, ready ? 200 : 503);
      }
      case '/metrics':
        return async () => ({ status: 200, ...(await this.#metrics()) });
      default:
        return undefined;
    }
  }
}

/** A HEAD is answered as a GET; the transport leaves the body out. */
function isGet(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

function trimmed(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** A stranger's text in an answer: short. */
function shown(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
