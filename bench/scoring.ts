/** Scoring on the CPU: rows a second in bulk beside LightGBM, and the latency of a single row. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bench } from 'tinybench';
import { type Model, writeModel } from '../src/boosting/index.js';
import { openTableWriter } from '../src/data/index.js';
import { createWasmScorer } from '../src/scoring/index.js';
import { grownModel, uniformColumns } from './models/grown-model.js';
import { PEERS_MISSING, Peer, type PeerPrediction, peersInstalled } from './peers/peer.js';
import {
  type Contestant,
  formatRate,
  formatRatio,
  formatSeconds,
  interleave,
  type Suite,
  type SuiteResult,
} from './suite.js';

const FEATURES = 13;
const SHAPES = [
  { trees: 100, leaves: 31 },
  { trees: 500, leaves: 255 },
] as const;

export const suite: Suite = async ({ quick, rows, rounds, threads, log }) => {
  const folder = mkdtempSync(join(tmpdir(), 'cambium-bench-'));
  try {
    const columns = uniformColumns(FEATURES, rows);
    const data = join(folder, 'rows.parquet');
    const names = columns.map((_, i) => `f${i}`);
    const writer = await openTableWriter(
      data,
      names.map((name) => ({ name, type: 'float32' })),
    );
    await writer.appendColumns(columns, rows);
    await writer.close();
    const bulk = [['model', 'threads', 'Cambium rows/s', 'LightGBM rows/s', 'ratio']];
    const single = [['model', 'median', '99th percentile']];
    for (const { trees, leaves } of quick ? SHAPES.slice(0, 1) : SHAPES) {
      const model = grownModel(FEATURES, trees, leaves);
      const name = `${trees} trees × ${leaves} leaves`;
      const modelPath = join(folder, `${trees}x${leaves}.txt`);
      await writeModel(model, modelPath);
      for (const count of new Set([1, threads])) {
        const peer = { model: modelPath, data, threads: count, kind: 'raw' };
        bulk.push([name, String(count), ...(await inBulk(model, columns, rows, peer, rounds))]);
        log(bulk.at(-1)!.join(' · '));
      }
      single.push([name, ...(await oneByOne(model, columns, rows))]);
      log(single.at(-1)!.join(' · '));
    }
    return [bulkResult(bulk, rows), singleResult(single)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

async function inBulk(
  model: Model,
  columns: readonly Float32Array[],
  rows: number,
  peer: { threads: number } & Record<string, string | number>,
  rounds: number,
): Promise<string[]> {
  const scorer = await createWasmScorer(model, { threads: peer.threads });
  const rival = peersInstalled()
    ? await Peer.start<PeerPrediction>('lightgbm_predict.py', peer)
    : undefined;
  try {
    // Starts the threads.
    await scorer.score(columns, rows, 'raw');
    const contestants: Record<string, Contestant> = {
      cambium: () => scorer.score(columns, rows, 'raw'),
    };
    if (rival) contestants['lightgbm'] = async () => (await rival.next()).prediction;
    const best = await interleave(contestants, rounds);
    const ours = best['cambium']!.seconds;
    const theirs = best['lightgbm']?.seconds;
    if (theirs === undefined) return [formatRate(rows, ours), '', ''];
    return [formatRate(rows, ours), formatRate(rows, theirs), formatRatio(theirs, ours)];
  } finally {
    await scorer.close();
    await rival?.close();
  }
}

/** Median and 99th percentile of a call for one row, every call with another row. */
async function oneByOne(
  model: Model,
  columns: readonly Float32Array[],
  rows: number,
): Promise<string[]> {
  const scorer = await createWasmScorer(model, { threads: 0 });
  const some = Array.from({ length: Math.min(rows, 4096) }, (_, i) =>
    Float64Array.from(columns, (column) => column[i]!),
  );
  const out = new Float64Array(1);
  let call = 0;
  const bench = new Bench({ time: 1000, warmupTime: 300 });
  bench.add('one row', () => scorer.scoreRowSync(some[call++ % some.length]!, out));
  const [task] = await bench.run();
  const result = task?.result;
  if (result === undefined || !('latency' in result)) throw new Error('the benchmark did not run');
  const { p50, p99 } = result.latency;
  return [formatSeconds(p50 / 1000), formatSeconds(p99 / 1000)];
}

function bulkResult(table: string[][], rows: number): SuiteResult {
  return {
    title: 'Batch scoring on the CPU',
    intro: `${rows} rows of ${FEATURES} 32-bit floats in memory, raw scores; both sides read the same LightGBM text model.`,
    table,
    notes: peersInstalled() ? [] : [PEERS_MISSING],
  };
}

function singleResult(table: string[][]): SuiteResult {
  return {
    title: 'One row on the CPU',
    intro:
      'The time of one call of `scoreRowSync`, on the caller’s thread; the timer is part of it.',
    table,
  };
}
