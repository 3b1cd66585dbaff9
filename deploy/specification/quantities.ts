/** Quantities as Kubernetes writes them: `200m`, `512Mi`, `60s`, `25%`. */
import { z } from 'zod';

const units: Readonly<Record<string, number>> = {
  '': 1,
  K: 1e3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

function parseBytes(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([a-zA-Z]{0,2})$/.exec(text.trim());
  const unit = match === null ? undefined : units[match[2] as string];
  return unit === undefined ? Number.NaN : Math.round(Number(match?.[1]) * unit);
}

/** Bytes: a number, or text such as `512Mi`. */
export const bytes = z
  .union([z.number(), z.string()], { error: 'expected a size such as 512Mi or 1048576' })
  .transform((value) => (typeof value === 'number' ? value : parseBytes(value)))
  .refine((value) => Number.isSafeInteger(value) && value > 0, {
    error: 'expected a size such as 512Mi or 1048576',
  });

/** Cores: a number, or text such as `200m`. */
export const cores = z
  .union([z.number(), z.string()], { error: 'expected a number of cores such as 1 or 200m' })
  .transform((value) => {
    if (typeof value === 'number') return value;
    const match = /^(\d+(?:\.\d+)?)(m?)$/.exec(value.trim());
    return match === null ? Number.NaN : Number(match[1]) / (match[2] === 'm' ? 1000 : 1);
  })
  .refine((value) => value > 0, { error: 'expected a number of cores such as 1 or 200m' });

const seconds: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** A duration such as `60s`, `5m`, `1h30m`; in seconds. */
export const duration = z
  .string({ error: 'expected a duration such as 60s or 5m' })
  .regex(/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/, { error: 'expected a duration such as 60s or 5m' })
  .transform((text) => {
    let total = 0;
    for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
      total += Number(amount) * (seconds[unit as string] as number);
    }
    return total;
  });

/** A count, or a share such as `25%`. */
export const countOrShare = z.union([z.int().min(0), z.string().regex(/^(?:100|\d{1,2})%$/)], {
  error: 'expected a whole number or a share such as 25%',
});
