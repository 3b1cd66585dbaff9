/** The metrics that training ends with, beside LightGBM's own, on all models that LightGBM has trained for the tests. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readModel, type TrainingData, type Tree, train } from '../src/boosting/index.js';
import { readTable } from '../src/data/index.js';
import { packageRoot } from '../src/runtime/index.js';
import type { Suite } from './suite.js';

const FOLDER = join(packageRoot, 'test/fixtures/lightgbm');

/** What a fixture's meta.json says. */
interface Meta {
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly rounds: number;
  readonly categorical_feature: readonly number[];
  /** After each round, by set and metric. */
  readonly eval: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
}

const NOTES = [
  'quantized: LightGBM trains with gradients of two bits there (`use_quantized_grad`), we with 24.',
];

async function readData(name: string, meta: Meta): Promise<TrainingData> {
  const table = await readTable(join(FOLDER, name, 'train.csv'));
  const features = table.schema.fields
    .map((field) => field.name)
    .filter((column) => column !== 'label' && column !== 'weight');
  const queries = join(FOLDER, name, 'train.query');
  return {
    table,
    label: 'label',
    features,
    categorical: meta.categorical_feature.map((feature) => features[feature] as string),
    ...(table.schema.fields.some((field) => field.name === 'weight') && { weight: 'weight' }),
    ...(existsSync(queries) && {
      group: Int32Array.from(readFileSync(queries, 'utf8').trim().split('\n'), Number),
    }),
  };
}

/** Whether two trees split the training rows alike. */
function alike(found: Tree, wanted: Tree): boolean {
  return (
    found.numLeaves === wanted.numLeaves &&
    found.splitFeature.every((feature, node) => feature === wanted.splitFeature[node]) &&
    found.leafCount.every((count, leaf) => count === wanted.leafCount[leaf])
  );
}

export const suite: Suite = async ({ log, threads }) => {
  const names = readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const table = [
    ['training', 'metric', 'Cambium', 'LightGBM', 'relative difference', 'same trees'],
  ];
  for (const name of names) {
    const meta: Meta = JSON.parse(readFileSync(join(FOLDER, name, 'meta.json'), 'utf8'));
    // These say how LightGBM runs, not what it finds.
    const { verbosity, num_threads, force_col_wise, ...parameters } = meta.params;
    const { model, evaluations } = await train(
      { ...parameters, num_iterations: meta.rounds, num_threads: threads },
      await readData(name, meta),
      { evaluateTraining: true },
    );
    const { trees } = await readModel(join(FOLDER, name, 'model.txt'));
    const same = trees.filter((tree, index) => {
      const own = model.trees[index];
      return own !== undefined && alike(own, tree);
    });
    for (const [metric, values] of Object.entries(meta.eval['train'] ?? {})) {
      const found = evaluations.at(-1)?.find((one) => one.metric === metric)?.value ?? Number.NaN;
      const wanted = values.at(-1) as number;
      const difference = Math.abs((found - wanted) / wanted);
      const cells = [
        found.toPrecision(10),
        wanted.toPrecision(10),
        difference === 0 ? '0' : difference.toExponential(1),
        `${same.length} of ${trees.length}`,
      ];
      table.push([name, metric, ...cells]);
      log(`${name}, ${metric}: ${cells.join(', ')}`);
    }
  }
  return {
    title: 'Training beside LightGBM',
    intro:
      "Metrics of the training rows after the last round, ours and LightGBM's own, for every folder of `test/fixtures/lightgbm`; and how many trees have the same features and the same rows in every leaf.",
    table,
    notes: NOTES,
  };
};
