/** Draws what `cambium plot` asks for, and writes it. */
import { writeFile } from 'node:fs/promises';
import type { BinRule } from '../../boosting/index.js';
import { CambiumError } from '../../errors.js';
import type { MetricHistory, TreeFact } from '../../plots/index.js';
import { checkOutput, readJson, writeAtomically } from '../../runtime/index.js';
import { checkFlags, names, oneOf, type PlotFlags, type PlotKind, whole } from './flags.js';

/** @throws CambiumError for options that make no sense together, and what reading and drawing throw */
export async function runPlot(input: string, flags: PlotFlags): Promise<void> {
  const kind = checkFlags(flags);
  checkOutput(flags.output, [input, ...(flags.data ?? [])]);
  const svg = await DRAW[kind](input, flags);
  await writeAtomically(flags.output, (partial) => writeFile(partial, svg));
  process.stdout.write(`wrote ${flags.output}\n`);
}

const DRAW: Readonly<Record<PlotKind, (input: string, flags: PlotFlags) => Promise<string>>> = {
  importance: drawImportance,
  tree: drawTree,
  'split-values': drawSplitValues,
  metrics: drawMetrics,
  'partial-dependence': drawPartialDependence,
};

async function drawImportance(input: string, flags: PlotFlags): Promise<string> {
  const { readModel } = await import('../../boosting/index.js');
  const { plotImportance } = await import('../../plots/index.js');
  return plotImportance(await readModel(input), {
    kind: oneOf('--importance', flags.importance ?? 'split', ['split', 'gain'] as const),
    top: whole('--top', flags.top),
    precision: whole('--precision', flags.precision),
    title: flags.title,
  });
}

async function drawTree(input: string, flags: PlotFlags): Promise<string> {
  const { readModel } = await import('../../boosting/index.js');
  const { plotTree, TREE_FACTS } = await import('../../plots/index.js');
  const show = names('--show', flags.show)?.map(
    (fact): TreeFact => oneOf('--show', fact, TREE_FACTS),
  );
  const orientations = ['horizontal', 'vertical'] as const;
  return plotTree(await readModel(input), {
    tree: whole('--tree', flags.tree),
    maxDepth: whole('--max-depth', flags.maxDepth),
    show,
    orientation: oneOf('--orientation', flags.orientation ?? 'horizontal', orientations),
    precision: whole('--precision', flags.precision),
    title: flags.title,
  });
}

async function drawSplitValues(input: string, flags: PlotFlags): Promise<string> {
  const { feature, bins } = flags;
  if (feature === undefined) {
    throw new CambiumError('missing-option', '--kind split-values needs --feature NAME');
  }
  const { readModel } = await import('../../boosting/index.js');
  const { plotSplitValueHistogram } = await import('../../plots/index.js');
  const model = await readModel(input);
  // A place, unless it is a feature's name.
  const isPlace = /^\d+$/.test(feature) && !model.featureNames.includes(feature);
  return plotSplitValueHistogram(model, isPlace ? Number(feature) : feature, {
    // The drawing looks at what is no number: it names the rules that there are.
    bins: bins !== undefined && /^\d+$/.test(bins) ? Number(bins) : (bins as BinRule | undefined),
    title: flags.title,
  });
}

async function drawMetrics(input: string, flags: PlotFlags): Promise<string> {
  const { plotMetric } = await import('../../plots/index.js');
  return plotMetric(readMetrics(input), {
    metrics: names('--metric', flags.metric),
    datasets: names('--dataset', flags.dataset),
    title: flags.title,
  });
}

/** The file of `cambium train --metrics`; what is in it is looked at when it is drawn. */
function readMetrics(path: string): MetricHistory {
  return readJson(path, {
    expected: 'a JSON file of metrics',
    invalid: 'bad-metrics',
    hint: 'cambium train --metrics FILE.json writes what is drawn',
  }) as MetricHistory;
}

async function drawPartialDependence(input: string, flags: PlotFlags): Promise<string> {
  const { data, features } = flags;
  if (data === undefined || features === undefined) {
    const missing = data === undefined ? '--data FILE' : '--features NAME';
    throw new CambiumError('missing-option', `--kind partial-dependence needs ${missing}`);
  }
  const wanted = names('--features', features) ?? [];
  const one = whole('--class', flags.class);
  const { fieldName, readModel } = await import('../../boosting/index.js');
  const { columnNames, readTable } = await import('../../data/index.js');
  const { partialDependence, plotPartialDependence } = await import('../../plots/index.js');
  const model = await readModel(input);
  // Other columns of the table need not be numbers, nor fit into memory.
  const needed = new Set(model.featureNames);
  const present = await columnNames(data);
  const columns = present.filter((name) => needed.has(name) || needed.has(fieldName(name)));
  const table = await readTable(data, columns.length > 0 ? { columns } : {});
  const dependence = await partialDependence(model, table, {
    features: wanted,
    gridSize: whole('--grid-size', flags.gridSize),
    rows: whole('--rows', flags.rows),
    seed: whole('--seed', flags.seed),
    kind: flags.raw === true ? 'raw' : 'value',
  });
  return plotPartialDependence(dependence, {
    ...(one !== undefined && { classes: [one] }),
    title: flags.title,
  });
}
