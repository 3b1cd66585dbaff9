/** One version of an API in the server's memory. */
import type { ApiLog } from '../log/index.js';
import type { ModelFacts } from '../metrics.js';
import type { PredictionApi } from '../prediction/index.js';
import type { Traffic } from '../traffic/index.js';

/** What the server must know of an API to serve it. */
export interface ServedApi {
  readonly name: string;
  /** Changes whenever anything that is served changes. */
  readonly id: string;
  /** Path of its requests, e.g. `/trip-estimator`. */
  readonly endpoint: string;
  /** Folder of the API's file. */
  readonly directory: string;
  readonly modelPath: string;
  readonly predictorPath?: string | undefined;
  readonly config: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
  readonly maxBodyBytes: number;
  readonly maxItems: number;
}

export class LoadedApi {
  readonly spec: ServedApi;
  readonly predictions: PredictionApi;
  readonly traffic: Traffic;
  readonly log: ApiLog;
  readonly model: ModelFacts;
  #inFlight = 0;
  #retired = false;

  constructor(
    spec: ServedApi,
    predictions: PredictionApi,
    model: ModelFacts,
    traffic: Traffic,
    log: ApiLog,
  ) {
    this.spec = spec;
    this.predictions = predictions;
    this.model = model;
    this.traffic = traffic;
    this.log = log;
  }

  get name(): string {
    return this.spec.name;
  }

  get id(): string {
    return this.spec.id;
  }

  /** A request begins. */
  enter(): void {
    this.#inFlight++;
    this.traffic.inFlight++;
  }

  /** A request that began at `start` (`performance.now()`) has its answer. */
  leave(status: number, start: number): void {
    this.#inFlight--;
    this.traffic.inFlight--;
    this.traffic.observe(status, start);
    if (this.#retired && this.#inFlight === 0) void this.predictions.close();
  }

  /** No new request comes: the scorer is closed after the last one. */
  retire(): void {
    this.#retired = true;
    if (this.#inFlight === 0) void this.predictions.close();
  }

  /** The answer to a GET. */
  summary(): unknown {
    return {
      name: this.name,
      kind: 'RealtimeAPI',
      id: this.id,
      model: this.model,
      input: this.predictions.rows.input,
      message: 'make a prediction by sending a POST request to this endpoint with a JSON payload',
    };
  }
}
