/** Trains ours and the rivals in turn on the same files with the same parameters, and compares time and accuracy. */
import {
  createMetric,
  type MetricName,
  type Model,
  type ParameterInput,
  train,
} from '../src/boosting/index.js';
import { numericColumn, readTable } from '../src/data/index.js';
import { createWasmScorer } from '../src/scoring/index.js';
import { Peer, type PeerTraining, peersInstalled } from './peers/peer.js';
import { formatRatio, formatSeconds, type SuiteOptions, time } from './suite.js';
import type { FeatureTables } from './tables.js';

export interface Comparison {
  readonly tables: FeatureTables;
  /** LightGBM's names; without rounds and threads. */
  readonly parameters: ParameterInput;
  readonly iterations: number;
  readonly threads: number;
  /** Of the held-out rows; names that bench/peers/common.py computes too. */
  readonly metrics: readonly MetricName[];
}

/** One training of one contestant. CPU seconds are those of binning and training together. */
interface Run {
  readonly binning: number;
  readonly training: number;
  readonly cpuSeconds: number;
  readonly metrics: Readonly<Record<string, number>>;
}

interface Trainer {
  readonly name: string;
  run(): Promise<Run>;
  close(): Promise<void>;
}

/** The header of {@link compareTraining}'s rows. */
export function trainingHeader(metrics: readonly string[]): string[] {
  return [
    'trainer',
    'threads',
    'binning',
    'training',
    'CPU',
    'training, theirs ÷ ours',
    ...metrics,
  ];
}

async function ours(comparison: Comparison): Promise<Trainer> {
  const { tables, iterations, threads } = comparison;
  const { features, label } = tables;
  const [table, test] = [await readTable(tables.train), await readTable(tables.test)];
  const parameters = {
    ...comparison.parameters,
    num_iterations: iterations,
    num_threads: threads,
  };
  const evaluate = async (model: Model) => {
    const scorer = await createWasmScorer(model);
    try {
      const columns = model.featureNames.map((name) => numericColumn(test, name));
      const value = await scorer.score(columns, test.numRows, 'value');
      const raw = await scorer.score(columns, test.numRows, 'raw');
      const labels = numericColumn(test, label);
      return Object.fromEntries(
        comparison.metrics.map((name) => {
          const metric = createMetric(name);
          return [name, metric.evaluate(metric.of === 'raw' ? raw : value, labels)];
        }),
      );
    } finally {
      await scorer.close();
    }
  };
  return {
    name: 'Cambium',
    async run() {
      let result: Awaited<ReturnType<typeof train>> | undefined;
      const { cpuSeconds } = await time(async () => {
        result = await train(parameters, { table, label, features });
      });
      if (result === undefined) throw new Error('training gave nothing');
      return { ...result.seconds, cpuSeconds, metrics: await evaluate(result.model) };
    },
    async close() {},
  };
}

async function peer(name: string, script: string, comparison: Comparison): Promise<Trainer> {
  const { tables, parameters, iterations, threads } = comparison;
  const started = await Peer.start<PeerTraining>(script, {
    train: tables.train,
    test: tables.test,
    label: tables.label,
    params: JSON.stringify(parameters),
    rounds: iterations,
    threads,
  });
  return {
    name,
    async run() {
      const { binning, training, metrics } = await started.next();
      return {
        binning: binning.seconds,
        training: training.seconds,
        cpuSeconds: binning.cpuSeconds + training.cpuSeconds,
        metrics,
      };
    },
    close: () => started.close(),
  };
}

/** One row a contestant: the least seconds of all rounds, and the accuracy of its model. */
export async function compareTraining(
  comparison: Comparison,
  { rounds, log }: SuiteOptions,
): Promise<string[][]> {
  const trainers = [await ours(comparison)];
  try {
    if (peersInstalled()) {
      trainers.push(await peer('LightGBM', 'lightgbm_train.py', comparison));
      trainers.push(await peer('XGBoost', 'xgboost_train.py', comparison));
    }
    const best = new Map<string, Run>();
    for (let round = 0; round < rounds; round++) {
      for (const trainer of trainers) {
        const now = await trainer.run();
        const before = best.get(trainer.name) ?? now;
        best.set(trainer.name, {
          binning: Math.min(now.binning, before.binning),
          training: Math.min(now.training, before.training),
          cpuSeconds: Math.min(now.cpuSeconds, before.cpuSeconds),
          metrics: now.metrics,
        });
        const seconds = `${now.binning.toFixed(2)} + ${now.training.toFixed(2)} s`;
        log(`${trainer.name}, threads ${comparison.threads}, round ${round + 1}: ${seconds}`);
      }
    }
    const first = best.get('Cambium');
    return [...best].map(([name, run]) => [
      name,
      String(comparison.threads),
      formatSeconds(run.binning),
      formatSeconds(run.training),
      formatSeconds(run.cpuSeconds),
      first === undefined || run === first ? '' : formatRatio(run.training, first.training),
      ...comparison.metrics.map((metric) => run.metrics[metric]?.toFixed(5) ?? ''),
    ]);
  } finally {
    for (const trainer of trainers) await trainer.close();
  }
}
