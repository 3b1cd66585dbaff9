/** The server's routes: predictions, summaries, health and metrics. */
import { didYouMean } from '../src/errors.js';
import { printable } from '../src/runtime/index.js';
import type { ApiEntry, ApiTable, LoadedApi } from './api/index.js';
import { printingTo } from './log/index.js';
import { METRICS_TYPE } from './metrics.js';
import { PredictorFault, RequestError } from './prediction/index.js';
import {
  type Application,
  type BodyRefusal,
  type Exchange,
  errorReply,
  type Reply,
} from './transport/index.js';

const JSON_TYPE = 'application/json';

/** Seconds after which to ask again for what is being loaded. */
const RETRY_AFTER_S = 1;

function jsonReply(value: unknown, status = 200): Reply {
  return { status, contentType: JSON_TYPE, body: JSON.stringify(value) };
}

/** One request to an API, from its head to its answer. It stays with the version that was live when it began. */
class Prediction implements Exchange {
  readonly #api: LoadedApi;
  readonly #contentType: string;
  readonly #contentEncoding: string;
  readonly #start = performance.now();

  constructor(api: LoadedApi, contentType: string, contentEncoding: string) {
    this.#api = api;
    this.#contentType = contentType;
    this.#contentEncoding = contentEncoding;
    api.enter();
  }

  get bodyLimit(): number {
    return this.#api.spec.maxBodyBytes;
  }

  finish(body: Buffer): Reply {
    const api = this.#api;
    try {
      if (this.#contentEncoding !== '') checkEncoding(this.#contentEncoding);
      // Without a predictor there is nobody who could print.
      const answer =
        api.spec.predictorPath === undefined
          ? api.predictions.answer(body, this.#contentType)
          : printingTo(api.log, () => api.predictions.answer(body, this.#contentType));
      api.leave(200, this.#start);
      return { status: 200, ...answer };
    } catch (error) {
      return this.#fail(error);
    }
  }

  refuse(status: BodyRefusal): Reply {
    if (status === 413) {
      return this.#fail(new RequestError(413, `the body may have ${this.bodyLimit} bytes`));
    }
    const busy = 'the bodies of other requests fill the memory that the server has for them';
    const reply = this.#fail(new RequestError(503, `${busy}; try again`));
    return { ...reply, retryAfter: RETRY_AFTER_S };
  }

  aborted(): void {
    // 499: the client went away, as proxies count it.
    this.#api.leave(499, this.#start);
    this.#api.log.refused(499, 'the client went away before its request was whole');
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

/** Routes requests to the APIs of a table that others change. */
export class InferenceApplication implements Application {
  readonly #apis: ApiTable;
  readonly #ready: () => boolean;
  readonly #metrics: () => string;

  /** @param ready whether the server as a whole is; each API has its own state. */
  constructor(apis: ApiTable, ready: () => boolean, metrics: () => string) {
    this.#apis = apis;
    this.#ready = ready;
    this.#metrics = metrics;
  }

  begin(
    method: string,
    path: string,
    contentType: string,
    contentEncoding: string,
  ): Reply | Exchange {
    const api = this.#apis.at(path) ?? this.#apis.at(trimmed(path));
    if (api === undefined) return this.#builtIn(method, path);
    const { live } = api;
    if (live === undefined) return absentReply(api);
    if (method === 'POST') return new Prediction(live, contentType, contentEncoding);
    if (isGet(method)) return jsonReply(live.summary());
    const start = performance.now();
    live.enter();
    live.leave(405, start);
    return {
      ...errorReply(405, `${shownMethod(method)} is not supported: POST a payload`),
      allow: 'GET, HEAD, POST',
    };
  }

  #builtIn(method: string, path: string): Reply {
    const route = this.#route(path);
    if (route === undefined) {
      return errorReply(404, `no API at ${shown(path)}${hint(path, this.#apis.endpoints())}`);
    }
    if (!isGet(method)) {
      return {
        ...errorReply(405, `${shownMethod(method)} is not supported here`),
        allow: 'GET, HEAD',
      };
    }
    return route();
  }

  #route(path: string): (() => Reply) | undefined {
    switch (path) {
      case '/healthz/live':
      case '/v2/health/live':
        return () => jsonReply({ live: true });
      case '/healthz/ready':
      case '/v2/health/ready':
        return () => this.#readiness();
      case '/metrics':
        return () => ({ status: 200, contentType: METRICS_TYPE, body: this.#metrics() });
    }
    const [, name] = MODEL_READY.exec(path) ?? [];
    return name === undefined ? undefined : () => this.#apiReadiness(name);
  }

  #readiness(): Reply {
    const ready = this.#ready() && this.#apis.ready;
    const apis = Object.fromEntries(this.#apis.entries().map(({ name, state }) => [name, state]));
    return jsonReply({ ready, apis }, ready ? 200 : 503);
  }

  #apiReadiness(name: string): Reply {
    const api = this.#apis.named(name);
    if (api === undefined) {
      return errorReply(404, `no API is named ${shown(name)}${hint(name, this.#apis.names())}`);
    }
    const ready = this.#ready() && api.live !== undefined;
    return jsonReply({ name, ready, state: api.state }, ready ? 200 : 503);
  }
}

/** The Open Inference Protocol's path of one model. */
const MODEL_READY = /^\/v2\/models\/([^/]{1,100})\/ready$/;

/** The answer for an API that is known and has no live version. */
function absentReply({ name, absent, traffic }: ApiEntry): Reply {
  traffic.observe(503, performance.now());
  if (absent.state === 'loading') {
    const message = `API "${name}" is being loaded; try again`;
    return { ...errorReply(503, message), retryAfter: RETRY_AFTER_S };
  }
  return errorReply(
    503,
    `API "${name}" is not live: it could not be loaded (${absent.code}); its log says why`,
  );
}

/** A HEAD is answered as a GET; the transport leaves the body out. */
function isGet(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

function trimmed(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Characters of a stranger's text in an answer. */
const MAX_SHOWN = 100;

function shown(text: string): string {
  return printable(text, MAX_SHOWN);
}

/** Methods are words; any other text of a stranger is not repeated. */
function shownMethod(method: string): string {
  return /^[A-Za-z]{1,20}$/.test(method) ? method : 'this method';
}

/** @throws RequestError 415 for a body that is compressed. */
function checkEncoding(contentEncoding: string): void {
  if (/^identity$/i.test(contentEncoding.trim())) return;
  throw new RequestError(415, 'content-encoding is not supported: send the body as it is');
}

/** The near miss in parentheses, or nothing. */
function hint(text: string, candidates: Iterable<string>): string {
  const near = text.length > MAX_SHOWN ? undefined : didYouMean(text, candidates);
  return near === undefined ? '' : ` (${near})`;
}
