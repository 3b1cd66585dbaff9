/**
 * The server's counts in Prometheus's text format 0.0.4, made when asked for, not while requests are answered.
 * Written at once, because answers are given in the order of their requests (see {@link Application}).
 */
import { LATENCY_BOUNDS, type Traffic } from './traffic/index.js';

/** What is reported of an API. */
export interface MeasuredApi {
  readonly name: string;
  readonly traffic: Traffic;
  /** Lines of its log that the disk has refused. */
  readonly lostLogLines: number;
  /** The version that is live, if one is: labels of `cambium_model_info`. */
  readonly live:
    | {
        readonly id: string;
        readonly model: ModelFacts;
      }
    | undefined;
}

/** What is reported of a model. */
export interface ModelFacts {
  readonly objective: string;
  readonly features: number;
  readonly trees: number;
}

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

const STARTED = Date.now() / 1000 - process.uptime();

type Labels = Readonly<Record<string, string | number>>;
type Sample = readonly [labels: Labels, value: number, suffix?: string];

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };

function line(name: string, [labels, value, suffix = '']: Sample): string {
  const pairs = Object.entries(labels).map(
    ([label, text]) =>
      `${label}="${String(text).replace(/[\\"\n]/g, (c) => escapes[c] as string)}"`,
  );
  return `${name}${suffix}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`;
}

function family(
  name: string,
  type: 'counter' | 'gauge' | 'histogram',
  help: string,
  samples: readonly Sample[],
): string {
  const lines = samples.map((sample) => line(name, sample)).join('');
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines}\n`;
}

function latencies({ name, traffic }: MeasuredApi): Sample[] {
  let below = 0;
  const buckets = [...traffic.buckets].map((count, i): Sample => {
    below += count;
    return [{ api: name, le: LATENCY_BOUNDS[i] ?? '+Inf' }, below, '_bucket'];
  });
  return [
    ...buckets,
    [{ api: name }, traffic.seconds, '_sum'],
    [{ api: name }, traffic.count, '_count'],
  ];
}

/** The text that `/metrics` answers. */
export function metricsText(apis: readonly MeasuredApi[], transport: string): string {
  const perApi = (read: (api: MeasuredApi) => number) =>
    apis.map((api): Sample => [{ api: api.name }, read(api)]);
  const single = (value: number): Sample[] => [[{}, value]];
  const { user, system } = process.cpuUsage();
  return [
    family(
      'cambium_requests_total',
      'counter',
      'Requests answered, by API and status code',
      apis.flatMap(({ name, traffic }) =>
        Object.entries(traffic.totals().codes).map(
          ([code, count]): Sample => [{ api: name, code }, count],
        ),
      ),
    ),
    family(
      'cambium_request_duration_seconds',
      'histogram',
      'Time from a request’s head to its answer',
      apis.flatMap(latencies),
    ),
    family(
      'cambium_requests_in_flight',
      'gauge',
      'Requests that have begun and are not answered',
      perApi(({ traffic }) => traffic.inFlight),
    ),
    family(
      'cambium_api_ready',
      'gauge',
      'Whether the API is live: 1 or 0',
      perApi(({ live }) => (live === undefined ? 0 : 1)),
    ),
    family(
      'cambium_log_lines_lost_total',
      'counter',
      'Lines of the API’s log that could not be written, e.g. to a full disk',
      perApi(({ lostLogLines }) => lostLogLines),
    ),
    family(
      'cambium_model_info',
      'gauge',
      'The model that each API serves',
      apis.flatMap(({ name, live }): Sample[] =>
        live === undefined ? [] : [[{ api: name, id: live.id, ...live.model }, 1]],
      ),
    ),
    family('cambium_server_info', 'gauge', 'The server’s transport and Node version', [
      [{ transport, node: process.version }, 1],
    ]),
    family(
      'cambium_uptime_seconds',
      'gauge',
      'Time since the server started',
      single(process.uptime()),
    ),
    family(
      'process_start_time_seconds',
      'gauge',
      'Unix time of the server’s start',
      single(STARTED),
    ),
    family(
      'process_resident_memory_bytes',
      'gauge',
      'Resident memory',
      single(process.memoryUsage.rss()),
    ),
    family(
      'process_cpu_seconds_total',
      'counter',
      'User and system CPU time',
      single((user + system) / 1e6),
    ),
  ].join('');
}
