/**
 * What every benchmark in `bench/*.ts` has in common: the shape of its result, and fair timing.
 *
 * A suite is a file `bench/<name>.ts` that exports `suite`; `npm run bench -- <name>` runs it, and
 * `npm run bench` runs all of them and writes bench/RESULTS.md.
 */

/** How large and how patient a run is to be. */
export interface SuiteOptions {
  /** Small inputs and few rounds: does it run at all, not what is its speed. */
  readonly quick: boolean;
  /** Rows of the taxi tables. */
  readonly rows: number;
  /** Times that each contestant runs; the fastest counts. */
  readonly rounds: number;
  /** Threads for each contestant. */
  readonly threads: number;
  /** Prints one line of progress. */
  log(line: string): void;
}

/** One table of figures. */
export interface SuiteResult {
  readonly title: string;
  /** What was measured, on which input; Markdown. */
  readonly intro?: string;
  /** The header, then the rows: the same number of cells in each. */
  readonly table: readonly (readonly string[])[];
  /** What a reader must know to judge the figures; one paragraph each. */
  readonly notes?: readonly string[];
}

/** What a file `bench/<name>.ts` exports under the name `suite`. */
export type Suite = (options: SuiteOptions) => Promise<SuiteResult | readonly SuiteResult[]>;

/** Seconds of one run: by the clock, and of all cores together. */
export interface Timing {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/**
 * One side of a comparison. It is timed from outside, in this process, unless it gives a
 * {@link Timing} of its own, as a contestant in another process must.
 */
export type Contestant = () => unknown;

/** Times one call by the clock and by this process's CPU time (all its threads). */
export async function time(contestant: Contestant): Promise<Timing> {
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  const own: unknown = await contestant();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const used = process.cpuUsage(cpu);
  return isTiming(own) ? own : { seconds, cpuSeconds: (used.user + used.system) / 1e6 };
}

function isTiming(value: unknown): value is Timing {
  return typeof value === 'object' && value !== null && 'seconds' in value && 'cpuSeconds' in value;
}

/**
 * Runs the contestants in turn, `rounds` times over, so that a slow spell of the machine meets all
 * of them, and keeps each one's least seconds and least CPU seconds.
 */
export async function interleave<Name extends string>(
  contestants: Readonly<Record<Name, Contestant>>,
  rounds: number,
): Promise<Record<Name, Timing>> {
  const best = new Map<string, Timing>();
  const entries = Object.entries(contestants) as [Name, Contestant][];
  for (let round = 0; round < rounds; round++) {
    for (const [name, contestant] of entries) {
      const now = await time(contestant);
      const before = best.get(name) ?? now;
      best.set(name, {
        seconds: Math.min(now.seconds, before.seconds),
        cpuSeconds: Math.min(now.cpuSeconds, before.cpuSeconds),
      });
    }
  }
  return Object.fromEntries(best) as Record<Name, Timing>;
}

/** Three significant digits, never an exponent: `0.0123`, `1.23`, `12.3`, `1230`. */
function digits(value: number): string {
  return value >= 99.95 ? String(Number(value.toPrecision(3))) : value.toPrecision(3);
}

/** `1.23 s`, `4.56 ms` or `7.89 µs`. */
export function formatSeconds(seconds: number): string {
  if (seconds >= 0.9995) return `${digits(seconds)} s`;
  if (seconds >= 0.9995e-3) return `${digits(seconds * 1e3)} ms`;
  return `${digits(seconds * 1e6)} µs`;
}

/** How many there are in one second: `1.23 M`, `456 k` or `789`. */
export function formatRate(count: number, seconds: number): string {
  const rate = count / seconds;
  if (rate >= 999_500) return `${digits(rate / 1e6)} M`;
  if (rate >= 999.5) return `${digits(rate / 1e3)} k`;
  return digits(rate);
}

/** `2.34×`: how many times faster `ours` is than `theirs`. */
export function formatRatio(theirs: number, ours: number): string {
  return `${(theirs / ours).toFixed(2)}×`;
}

/** A suite's table in Markdown, first column to the left, figures to the right. */
export function toMarkdown(result: SuiteResult): string {
  const [header, ...rows] = result.table;
  if (header === undefined) throw new Error(`suite "${result.title}" has an empty table`);
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  for (const row of rows) {
    if (row.length !== header.length) {
      throw new Error(
        `suite "${result.title}": ${row.length} cells under ${header.length} headings`,
      );
    }
  }
  const rule = `|${header.map((_, column) => (column === 0 ? '---' : '---:')).join('|')}|`;
  const parts = [
    `### ${result.title}`,
    result.intro,
    [line(header), rule, ...rows.map(line)].join('\n'),
  ];
  return [...parts, ...(result.notes ?? [])].filter(Boolean).join('\n\n');
}
