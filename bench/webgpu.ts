/** Rows a second of the WebGPU scorer on this machine's device, beside the WASM scorer on its cores. */
import { Model, type Tree } from '../src/boosting/index.js';
import { createWasmScorer } from '../src/scoring/wasm/index.js';
import { createWebGpuScorer, webGpuAdapter } from '../src/scoring/webgpu/index.js';
import { formatRate, interleave, type Suite } from './suite.js';

const FEATURES = 13;
/** Thresholds are multiples of this, as of a feature with 255 bins. */
const BIN = 1 / 255;
const SHAPES = [
  { trees: 100, leaves: 31 },
  { trees: 500, leaves: 255 },
] as const;

/** A small generator of numbers in [0, 1), so that every run scores the same model and rows (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Leaf {
  readonly low: readonly number[];
  readonly high: readonly number[];
  attach(child: number): void;
}

/** A tree that halves the largest of a few leaves near its middle, much as training on noise does. */
function growTree(leaves: number, next: () => number): Tree {
  const inner = leaves - 1;
  const [leftChild, rightChild] = [new Int32Array(inner), new Int32Array(inner)];
  const splitFeature = new Int32Array(inner);
  const threshold = new Float64Array(inner);
  const volume = ({ low, high }: Leaf) =>
    low.reduce((product, from, feature) => product * (high[feature]! - from), 1);
  const pick = () => Math.floor(next() * open.length);
  const open: Leaf[] = [
    { low: new Array(FEATURES).fill(0), high: new Array(FEATURES).fill(1), attach: () => {} },
  ];
  for (let node = 0; node < inner; node++) {
    const at = [pick(), pick(), pick()].reduce((a, b) =>
      volume(open[a]!) >= volume(open[b]!) ? a : b,
    );
    const leaf = open[at]!;
    const feature = Math.floor(next() * FEATURES);
    const [from, to] = [leaf.low[feature]!, leaf.high[feature]!];
    const cut = Math.round((from + (to - from) * (0.3 + 0.4 * next())) / BIN) * BIN;
    leaf.attach(node);
    splitFeature[node] = feature;
    threshold[node] = cut;
    leftChild[node] = ~at;
    rightChild[node] = ~open.length;
    open[at] = {
      low: leaf.low,
      high: leaf.high.with(feature, cut),
      attach: (child) => {
        leftChild[node] = child;
      },
    };
    open.push({
      low: leaf.low.with(feature, cut),
      high: leaf.high,
      attach: (child) => {
        rightChild[node] = child;
      },
    });
  }
  return {
    numLeaves: leaves,
    numCat: 0,
    splitFeature,
    threshold,
    leftChild,
    rightChild,
    splitGain: new Float64Array(inner).fill(1),
    decisionType: new Uint8Array(inner).fill(2),
    leafValue: Float64Array.from({ length: leaves }, () => next() - 0.5),
    leafWeight: new Float64Array(leaves).fill(1),
    leafCount: new Int32Array(leaves).fill(1),
    internalValue: new Float64Array(inner),
    internalWeight: new Float64Array(inner),
    internalCount: new Int32Array(inner),
    catBoundaries: Int32Array.of(0),
    catThreshold: new Uint32Array(0),
    shrinkage: 1,
  };
}

function growModel(trees: number, leaves: number): Model {
  const next = random(trees * leaves);
  const names = Array.from({ length: FEATURES }, (_, i) => `f${i}`);
  return new Model({
    featureNames: names,
    featureInfos: names.map(() => '[0:1]'),
    objective: 'regression',
    numClass: 1,
    numTreePerIteration: 1,
    trees: Array.from({ length: trees }, () => growTree(leaves, next)),
    averageOutput: false,
    labelIndex: 0,
    parameters: new Map(),
    extra: new Map(),
  });
}

export const suite: Suite = async ({ quick, rows: wanted, rounds, threads, log }) => {
  const adapter = await webGpuAdapter();
  const title = 'Batch scoring on WebGPU';
  if (!adapter) return { title, table: [['device'], ['none on this machine']] };
  const rows = adapter.software ? Math.min(wanted, 100_000) : wanted;
  const next = random(1);
  const columns = Array.from({ length: FEATURES }, () => Float32Array.from({ length: rows }, next));
  const table = [['model', 'WebGPU rows/s', 'kernels alone', 'pre-pass share', 'WASM rows/s']];
  for (const { trees, leaves } of quick ? SHAPES.slice(0, 1) : SHAPES) {
    const model = growModel(trees, leaves);
    const gpu = await createWebGpuScorer(model, { kernels: { timed: true } });
    const wasm = await createWasmScorer(model, { threads });
    try {
      // Compiles pipelines and starts threads.
      await gpu.score(columns, rows, 'raw');
      await wasm.score(columns, rows, 'raw');
      const { times } = gpu.ensemble;
      let kernels = { prepass: Infinity, traversal: Infinity };
      const best = await interleave(
        {
          gpu: async () => {
            Object.assign(times, { prepass: 0, traversal: 0 });
            await gpu.score(columns, rows, 'raw');
            if (times.traversal < kernels.traversal) kernels = { ...times };
          },
          wasm: () => wasm.score(columns, rows, 'raw'),
        },
        rounds,
      );
      const onDevice = (kernels.prepass + kernels.traversal) / 1e9;
      table.push([
        `${trees} trees × ${leaves} leaves`,
        formatRate(rows, best.gpu.seconds),
        onDevice > 0 ? formatRate(rows, onDevice) : 'no timestamps',
        onDevice > 0 ? `${(kernels.prepass / 1e7 / onDevice).toFixed(0)}%` : '',
        formatRate(rows, best.wasm.seconds),
      ]);
      log(table.at(-1)!.join(' · '));
    } finally {
      await gpu.close();
      await wasm.close();
    }
  }
  return {
    title,
    intro: `${rows} rows of ${FEATURES} 32-bit floats in memory; ${adapter.description}; WASM on ${threads} threads.`,
    table,
    notes: adapter.software
      ? ['This device is software on the CPU: its figures say nothing about a GPU.']
      : [],
  };
};
