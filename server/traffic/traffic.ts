/** Counts an API's requests and their times, cheaply enough for every request. */

/** Upper bounds of the latency histogram's buckets, in seconds. */
export const LATENCY_BOUNDS: readonly number[] = [
  0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
  0.5, 1, 2.5, 5, 10,
];

/** An API's counts, as they are kept in a file and shown by `cambium get`. */
export interface TrafficTotals {
  /** Requests by status code. */
  readonly codes: Readonly<Record<string, number>>;
  /** Requests answered, and the seconds that they took together. */
  readonly count: number;
  readonly seconds: number;
}

export const NO_TRAFFIC: TrafficTotals = { codes: {}, count: 0, seconds: 0 };

export function addTraffic(a: TrafficTotals, b: TrafficTotals): TrafficTotals {
  const codes: Record<string, number> = { ...a.codes };
  for (const [code, count] of Object.entries(b.codes)) codes[code] = (codes[code] ?? 0) + count;
  return { codes, count: a.count + b.count, seconds: a.seconds + b.seconds };
}

const FIRST_CODE = 100;

/** Counts since the server's start. It outlives the versions of its API. */
export class Traffic {
  /** Requests that have begun and are not answered. */
  inFlight = 0;
  readonly #codes = new Float64Array(500);
  /** One count a bucket, not cumulative; the last is for all that is slower. */
  readonly buckets: Float64Array = new Float64Array(LATENCY_BOUNDS.length + 1);
  seconds = 0;
  count = 0;

  /** Counts an answered request that began at `start`, a reading of `performance.now()`. */
  observe(status: number, start: number): void {
    const seconds = (performance.now() - start) / 1000;
    let bucket = 0;
    while (bucket < LATENCY_BOUNDS.length && seconds > (LATENCY_BOUNDS[bucket] as number)) bucket++;
    this.buckets[bucket] = (this.buckets[bucket] as number) + 1;
    this.#codes[status - FIRST_CODE] = (this.#codes[status - FIRST_CODE] as number) + 1;
    this.seconds += seconds;
    this.count++;
  }

  totals(): TrafficTotals {
    const codes: Record<string, number> = {};
    this.#codes.forEach((count, i) => {
      if (count > 0) codes[i + FIRST_CODE] = count;
    });
    return { codes, count: this.count, seconds: this.seconds };
  }
}
