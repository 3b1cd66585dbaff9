/** Histograms by NumPy's definitions: bins of equal width, how many by which rule, and the values in each. */
import { CambiumError, didYouMean } from '../../errors.js';

/** Edges of bins, one more than bins, and the number of values in each; the last bin has its right edge, too. */
export interface Histogram {
  readonly edges: Float64Array;
  readonly counts: Float64Array;
}

/** Rules for the number of bins, by NumPy's names. */
export type BinRule = 'auto' | 'doane' | 'fd' | 'rice' | 'scott' | 'sqrt' | 'stone' | 'sturges';

/** Most bins of a histogram. */
export const MOST_BINS = 100_000;

/** What a bin's width follows from. */
interface Sample {
  readonly sorted: Float64Array;
  readonly range: number;
}

/** The width of a bin by each rule, as `numpy.histogram_bin_edges` has them; 0 where a rule gives none. */
const WIDTHS: Readonly<Record<BinRule, (sample: Sample) => number>> = {
  sqrt: ({ sorted, range }) => range / Math.sqrt(sorted.length),
  sturges: ({ sorted, range }) => range / (Math.log2(sorted.length) + 1),
  rice: ({ sorted, range }) => range / (2 * sorted.length ** (1 / 3)),
  scott: ({ sorted }) =>
    ((24 * Math.PI ** 0.5) / sorted.length) ** (1 / 3) * standardDeviation(sorted),
  fd: ({ sorted }) =>
    2 * (percentile(sorted, 0.75) - percentile(sorted, 0.25)) * sorted.length ** (-1 / 3),
  auto: (sample) =>
    Math.min(Math.max(WIDTHS.fd(sample), WIDTHS.sqrt(sample) / 2), WIDTHS.sturges(sample)),
  doane: doaneWidth,
  stone: stoneWidth,
};

const RULES = Object.keys(WIDTHS) as readonly BinRule[];

/**
 * A histogram of values.
 * @param bins a number of bins of equal width between the lowest and the highest value, a rule for that number, or the
 *   edges of bins in rising order; values outside of the edges do not count
 * @throws CambiumError `invalid-option`
 */
export function histogram(
  values: Float64Array,
  bins: number | BinRule | readonly number[],
): Histogram {
  const sorted = values.slice().sort();
  if (typeof bins === 'object') return countBetween(sorted, checkEdges(bins));
  const [low, high] = rangeOf(sorted);
  const count = typeof bins === 'number' ? checkCount(bins) : countByRule(sorted, low, high, bins);
  return equalBins(sorted, low, high, count);
}

function rangeOf(sorted: Float64Array): [number, number] {
  const low = sorted[0] ?? 0;
  const high = sorted.at(-1) ?? 1;
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

function checkCount(bins: number): number {
  if (Number.isInteger(bins) && bins >= 1 && bins <= MOST_BINS) return bins;
  throw new CambiumError(
    'invalid-option',
    `bins must be a whole number, 1 to ${MOST_BINS}, not ${bins}`,
  );
}

function checkEdges(edges: readonly number[]): Float64Array {
  const wrong =
    edges.length < 2 || edges.length > MOST_BINS + 1
      ? `there are ${edges.length} edges, expected 2 to ${MOST_BINS + 1}`
      : edges.some((edge) => !Number.isFinite(edge))
        ? 'an edge is not a finite number'
        : edges.some((edge, place) => place > 0 && edge < (edges[place - 1] as number))
          ? 'its edges do not rise'
          : undefined;
  if (wrong === undefined) return Float64Array.from(edges);
  throw new CambiumError('invalid-option', `bins: ${wrong}`);
}

function countByRule(sorted: Float64Array, low: number, high: number, rule: BinRule): number {
  if (!RULES.includes(rule)) {
    throw new CambiumError(
      'invalid-option',
      `bins is ${JSON.stringify(rule)}: expected ${WANTED}`,
      {
        hint: didYouMean(String(rule), RULES),
      },
    );
  }
  if (sorted.length === 0) return 1;
  const range = sorted.at(-1)! - sorted[0]!;
  const width = WIDTHS[rule]({ sorted, range });
  return width > 0 ? Math.min(MOST_BINS, Math.ceil((high - low) / width)) : 1;
}

const WANTED = `a number of bins, edges, or one of ${RULES.join(', ')}`;

/** As NumPy counts: the bin by division, then set right by the edges. */
function equalBins(sorted: Float64Array, low: number, high: number, bins: number): Histogram {
  const step = (high - low) / bins;
  const edges = Float64Array.from({ length: bins + 1 }, (_, place) => place * step + low);
  edges[bins] = high;
  if (edges.some((edge, place) => place > 0 && edge <= edges[place - 1]!)) {
    throw new CambiumError(
      'invalid-option',
      `the values lie too near to each other (${low} to ${high}) for ${bins} bins`,
    );
  }
  const counts = new Float64Array(bins);
  for (const value of sorted) {
    let bin = Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins));
    if (value < edges[bin]!) bin--;
    else if (value >= edges[bin + 1]! && bin !== bins - 1) bin++;
    counts[bin]!++;
  }
  return { edges, counts };
}

function countBetween(sorted: Float64Array, edges: Float64Array): Histogram {
  const bins = edges.length - 1;
  const counts = new Float64Array(bins);
  let bin = 0;
  for (const value of sorted) {
    if (value < edges[0]! || value > edges[bins]!) continue;
    while (bin < bins - 1 && value >= edges[bin + 1]!) bin++;
    counts[bin]!++;
  }
  return { edges, counts };
}

const meanOf = (values: Float64Array) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function standardDeviation(values: Float64Array): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}

/** NumPy's linear interpolation. */
function percentile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  const part = place - below;
  return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
}

function doaneWidth({ sorted, range }: Sample): number {
  const { length } = sorted;
  if (length <= 2) return 0;
  const deviation = standardDeviation(sorted);
  if (!(deviation > 0)) return 0;
  const mean = meanOf(sorted);
  const skewness = meanOf(sorted.map((value) => ((value - mean) / deviation) ** 3));
  const expected = Math.sqrt((6 * (length - 2)) / ((length + 1) * (length + 3)));
  return range / (1 + Math.log2(length) + Math.log2(1 + Math.abs(skewness) / expected));
}

/** The number of bins with the least estimated squared error. */
function stoneWidth({ sorted, range }: Sample): number {
  const { length } = sorted;
  if (length <= 1 || range === 0) return 0;
  let best = { bins: 1, error: Number.POSITIVE_INFINITY };
  for (let bins = 1; bins <= Math.max(100, Math.floor(Math.sqrt(length))); bins++) {
    const { counts } = equalBins(sorted, sorted[0]!, sorted.at(-1)!, bins);
    const squares = counts.reduce((sum, count) => sum + (count / length) ** 2, 0);
    const error = (2 - (length + 1) * squares) / (range / bins);
    if (error < best.error) best = { bins, error };
  }
  return range / best.bins;
}
