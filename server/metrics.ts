/** The server's counts as Prometheus text: collected when asked for, not while requests are answered. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { LATENCY_BOUNDS, type Traffic } from './traffic/index.js';

/** What is told of an API. */
export interface MeasuredApi {
  readonly name: string;
  readonly traffic: Traffic;
  /** Labels of `cambium_model_info`. */
  readonly model: { readonly objective: string; readonly features: number; readonly trees: number };
  readonly id: string;
}

type ApiLabel = 'api';

const DURATION = 'cambium_request_duration_seconds';
const DURATION_HELP = 'Time from a request’s head to its answer';

/** A histogram whose buckets are kept elsewhere. */
class LatencyHistogram extends Histogram<ApiLabel> {
  readonly #apis: () => Iterable<MeasuredApi>;

  constructor(registry: Registry, apis: () => Iterable<MeasuredApi>) {
    super({
      name: DURATION,
      help: DURATION_HELP,
      labelNames: ['api'],
      buckets: [...LATENCY_BOUNDS],
      registers: [registry],
    });
    this.#apis = apis;
  }

  /** What the registry prints a histogram from; the package's types leave it out. */
  async getForPromString(): Promise<unknown> {
    const values = [];
    for (const { name, traffic } of this.#apis()) {
      let below = 0;
      for (let i = 0; i <= LATENCY_BOUNDS.length; i++) {
        below += traffic.buckets[i] as number;
        const le = LATENCY_BOUNDS[i] ?? '+Inf';
        values.push({ metricName: `${DURATION}_bucket`, labels: { api: name, le }, value: below });
      }
      const labels = { api: name };
      values.push({ metricName: `${DURATION}_sum`, labels, value: traffic.seconds });
      values.push({ metricName: `${DURATION}_count`, labels, value: traffic.count });
    }
    return { name: DURATION, help: DURATION_HELP, type: 'histogram', aggregator: 'sum', values };
  }
}

/** @returns the registry that `/metrics` prints. */
export function createMetrics(
  apis: () => Iterable<MeasuredApi>,
  transport: () => string,
): Registry {
  const registers = [new Registry()];
  const registry = registers[0] as Registry;
  const started = Date.now() / 1000 - process.uptime();
  new Counter({
    name: 'cambium_requests_total',
    help: 'Requests answered, by API and status code',
    labelNames: ['api', 'code'],
    registers,
    collect() {
      this.reset();
      for (const { name, traffic } of apis()) {
        for (const [code, count] of Object.entries(traffic.totals().codes)) {
          this.inc({ api: name, code }, count);
        }
      }
    },
  });
  new LatencyHistogram(registry, apis);
  new Gauge({
    name: 'cambium_requests_in_flight',
    help: 'Requests that have begun and are not answered',
    labelNames: ['api'],
    registers,
    collect() {
      this.reset();
      for (const { name, traffic } of apis()) this.set({ api: name }, traffic.inFlight);
    },
  });
  new Gauge({
    name: 'cambium_model_info',
    help: 'The model that each API serves',
    labelNames: ['api', 'id', 'objective', 'features', 'trees'],
    registers,
    collect() {
      this.reset();
      for (const { name, id, model } of apis()) {
        this.set({ api: name, id, ...model, features: model.features, trees: model.trees }, 1);
      }
    },
  });
  new Gauge({
    name: 'cambium_server_info',
    help: 'The server’s transport and Node version',
    labelNames: ['transport', 'node'],
    registers,
    collect() {
      this.reset();
      this.set({ transport: transport(), node: process.version }, 1);
    },
  });
  const plain = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  plain('cambium_uptime_seconds', 'Time since the server started', () => process.uptime());
  plain('process_start_time_seconds', 'Unix time of the server’s start', () => started);
  plain('process_resident_memory_bytes', 'Resident memory', () => process.memoryUsage.rss());
  plain('process_cpu_seconds_total', 'User and system CPU time', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  return registry;
}
