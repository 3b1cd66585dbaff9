/** The transports that load on this machine: the same tests run over each. */
import type { TransportChoice } from '../../../server/index.js';
import { loadAddon } from '../../../server/transport/uws.js';

const addon = await loadAddon().catch(() => undefined);

export const transports: readonly TransportChoice[] =
  addon === undefined ? ['http'] : ['uws', 'http'];
