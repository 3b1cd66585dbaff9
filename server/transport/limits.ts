/** Limits of a server as a whole, and where their values come from. */
import { CambiumError } from '../../src/errors.js';

export interface ServerLimits {
  /** Bytes of the bodies that are under way together. */
  readonly bodyBytes: number;
  /** Connections that are open together. */
  readonly connections: number;
}

const units: Readonly<Record<string, number>> = { '': 1, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30 };

function amount(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined || text === '') return otherwise;
  const [, digits = '', unit = ''] = /^(\d{1,12})(Ki|Mi|Gi)?$/.exec(text) ?? [];
  const value = Number(digits) * (units[unit] as number);
  if (digits !== '' && value >= 1 && Number.isSafeInteger(value)) return value;
  throw new CambiumError('bad-limit', `${name}: expected a number above 0, found "${text}"`, {
    hint: `for example ${name}=${otherwise}`,
  });
}

/**
 * The limits in the environment variables CAMBIUM_MAX_BODIES (bytes, `Ki`, `Mi` or `Gi`; 128Mi) and
 * CAMBIUM_MAX_CONNECTIONS (4096).
 * @throws CambiumError `bad-limit`.
 */
export function limitsFromEnvironment(env: NodeJS.ProcessEnv = process.env): ServerLimits {
  return {
    bodyBytes: amount('CAMBIUM_MAX_BODIES', env['CAMBIUM_MAX_BODIES'], 128 * 2 ** 20),
    connections: amount('CAMBIUM_MAX_CONNECTIONS', env['CAMBIUM_MAX_CONNECTIONS'], 4096),
  };
}
