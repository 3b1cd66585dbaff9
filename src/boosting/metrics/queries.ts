/** The queries that rankings are made of. */
import { CambiumError } from '../../errors.js';
import type { MetricName } from '../parameters/index.js';
import type { EvaluationRows } from './metric.js';

export interface Queries {
  readonly count: number;
  /** The first row of each, and the number of rows. */
  readonly starts: Int32Array | Uint32Array;
  /** The mean weight of each query's rows, in 32 bits as LightGBM has it; absent without weights. */
  readonly weights?: Float32Array | undefined;
  /** What all queries weigh together. */
  readonly total: number;
}

/** @throws CambiumError `missing-queries`, `bad-queries` */
export function queriesOf(name: MetricName, { queries, weights }: EvaluationRows): Queries {
  if (queries === undefined) {
    throw new CambiumError('missing-queries', `metric ${name} needs the query of each row`);
  }
  const count = Math.max(0, queries.length - 1);
  checkRising(name, queries);
  if (weights === undefined) return { count, starts: queries, total: count };
  const means = new Float32Array(count);
  let total = 0;
  for (let query = 0; query < count; query++) {
    const [first, end] = [queries[query]!, queries[query + 1]!];
    for (let row = first; row < end; row++) means[query]! += weights[row]!;
    if (end > first) means[query]! /= end - first;
    total += means[query]!;
  }
  return { count, starts: queries, weights: means, total };
}

function checkRising(name: MetricName, queries: Int32Array | Uint32Array): void {
  for (let query = 0; query < queries.length; query++) {
    const [found, least] = [queries[query]!, query === 0 ? 0 : queries[query - 1]!];
    if (found >= least && (query > 0 || found === 0)) continue;
    throw new CambiumError(
      'bad-queries',
      `metric ${name}: query ${query + 1} starts at row ${found}: expected ${query === 0 ? '0' : `${least} or more`}`,
    );
  }
}
