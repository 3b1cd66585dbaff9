/** Transports: picks the fastest one that loads on this machine. */
import { CambiumError } from '../../src/errors.js';
import { listenHttp } from './http.js';
import type { ServerLimits } from './limits.js';
import type { Application, Transport } from './transport.js';
import { listenUws, loadAddon } from './uws.js';

export type { BodyRefusal } from './body.js';
export { limitsFromEnvironment, type ServerLimits } from './limits.js';
export {
  type Application,
  type Exchange,
  errorReply,
  type Reply,
  type Transport,
} from './transport.js';

/** Which transport to use: `auto` falls back to `node:http` where the addon cannot load. */
export type TransportChoice = 'auto' | 'uws' | 'http';

export interface ListenOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly transport?: TransportChoice;
  readonly limits: ServerLimits;
  /** Gets the one line that says that the fallback is used. */
  readonly warn: (message: string) => void;
}

/** The choice in the environment variable CAMBIUM_TRANSPORT. */
export function transportFromEnvironment(
  value = process.env['CAMBIUM_TRANSPORT'],
): TransportChoice {
  if (value === undefined || value === '') return 'auto';
  if (value === 'auto' || value === 'uws' || value === 'http') return value;
  throw new CambiumError(
    'bad-transport',
    `CAMBIUM_TRANSPORT: expected auto, uws or http, found "${value}"`,
  );
}

/**
 * Listens for requests.
 * @throws CambiumError `port-in-use`, `cannot-listen`, or `no-transport` when `uws` is demanded and cannot load.
 */
export async function openTransport(
  application: Application,
  { host, port, transport = 'auto', limits, warn }: ListenOptions,
): Promise<Transport> {
  if (transport === 'http') return listenHttp(application, host, port, limits);
  let addon: Awaited<ReturnType<typeof loadAddon>>;
  try {
    addon = await loadAddon();
  } catch (cause) {
    const message = `uWebSockets.js does not load with Node ${process.version} on this system: ${reasonOf(cause)}`;
    if (transport === 'uws') throw new CambiumError('no-transport', message, { cause });
    warn(`${message}; serving with node:http, which is slower`);
    return listenHttp(application, host, port, limits);
  }
  return listenUws(addon, application, host, port, limits);
}

/** The addon speaks of all systems that it supports first, then of what is wrong on this one, then of files. */
function reasonOf(cause: unknown): string {
  const lines = (cause instanceof Error ? cause.message : String(cause)).trim().split('\n');
  const line = lines.find((text) => text.startsWith('Error: ')) ?? lines[0] ?? '';
  return line.replace(/^Error: /, '');
}
