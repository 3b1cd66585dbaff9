/** How `cambium get` shows APIs: Cortex's table, one API in full, and JSON. */
import Table from 'cli-table3';
import type { ApiState } from '../../deploy/index.js';

const no = '';
const borderless = {
  top: no,
  'top-mid': no,
  'top-left': no,
  'top-right': no,
  bottom: no,
  'bottom-mid': no,
  'bottom-left': no,
  'bottom-right': no,
  left: no,
  'left-mid': no,
  mid: no,
  'mid-mid': no,
  right: no,
  'right-mid': no,
  middle: '   ',
};

/** Requests by hundreds of their codes. */
function countsOf({ traffic }: ApiState): Readonly<Record<'2XX' | '4XX' | '5XX', number>> {
  const counts = { '2XX': 0, '4XX': 0, '5XX': 0 };
  for (const [code, count] of Object.entries(traffic.codes)) {
    const group = `${code[0]}XX`;
    if (group === '2XX' || group === '4XX' || group === '5XX') counts[group] += count;
  }
  return counts;
}

/** Average time of a request in milliseconds, or undefined before the first. */
function averageMs({ traffic }: ApiState): number | undefined {
  return traffic.count === 0 ? undefined : (traffic.seconds / traffic.count) * 1000;
}

function milliseconds(value: number | undefined): string {
  if (value === undefined) return '-';
  return `${value < 10 ? value.toPrecision(2) : value.toFixed(0)} ms`;
}

/** Time since, as Cortex writes it: `8s`, `2m`, `3h`, `4d`. */
function since(time: number): string {
  const seconds = Math.max(0, Math.round((Date.now() - time) / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}

/** `env | realtime api | status | up-to-date | requested | last update | avg request | 2XX`, and codes that are not zero. */
export function apiTable(env: string, apis: readonly ApiState[]): string {
  const counts = apis.map(countsOf);
  const extra = (['4XX', '5XX'] as const).filter((code) => counts.some((count) => count[code] > 0));
  const table = new Table({
    chars: borderless,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    head: [
      'env',
      'realtime api',
      'status',
      'up-to-date',
      'requested',
      'last update',
      'avg request',
      '2XX',
      ...extra,
    ],
  });
  apis.forEach((api, i) => {
    const count = counts[i] as ReturnType<typeof countsOf>;
    const traffic = api.traffic.count > 0;
    table.push([
      env,
      api.name,
      api.status,
      api.status === 'live' ? '1' : '0',
      '1',
      since(api.deployedAt),
      milliseconds(averageMs(api)),
      traffic ? String(count['2XX']) : '-',
      ...extra.map((code) => String(count[code])),
    ]);
  });
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  return lines.join('\n');
}

/** The example request: the API's own fields when it says them, else what to fill in. */
function curl(api: ApiState): string {
  const payload = api.example === undefined ? "'{...}'" : shellQuoted(JSON.stringify(api.example));
  return `curl ${api.endpoint} -X POST -H "Content-Type: application/json" -d ${payload}`;
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

export function apiText(env: string, api: ApiState): string {
  const lines = [apiTable(env, [api]), ''];
  if (api.reason !== undefined) lines.push(`reason: ${api.reason}`);
  lines.push(`endpoint: ${api.endpoint}`, `example: ${curl(api)}`);
  return lines.join('\n');
}

/** One API for programs; times in milliseconds. */
export function apiJson(env: string, api: ApiState): unknown {
  const { name, kind, id, status, reason, source, traffic } = api;
  return {
    env,
    name,
    kind,
    status,
    ...(reason === undefined ? {} : { reason }),
    endpoint: api.endpoint,
    id,
    lastUpdate: new Date(api.deployedAt).toISOString(),
    avgRequest: averageMs(api) ?? null,
    requests: traffic.count,
    codes: traffic.codes,
    ...countsOf(api),
    file: source.file,
    model: source.model,
    ...(api.example === undefined ? {} : { example: api.example }),
  };
}
