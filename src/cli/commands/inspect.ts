/** `cambium inspect`: what a model file holds. */
import { Command, Option } from 'commander';
import type { Model } from '../../boosting/index.js';
import type { ModelSummary } from '../../boosting/model/summary.js';
import { checkOutput, counted, formatCount } from '../../runtime/index.js';

/** More features than this are left to the JSON. */
const MOST_FEATURES = 30;

export function command(): Command {
  return new Command('inspect')
    .summary('describe a model: objective, features, importance, trees')
    .description('Describes a model file: objective, trees, features by importance, parameters.')
    .argument('<model>', "a model file, e.g. LightGBM's text model")
    .option('--json', 'print JSON, the same as -o json')
    .addOption(
      new Option('-o, --output <format>', 'how to print')
        .choices(['table', 'json'])
        .default('table'),
    )
    .option('--dump', "print the whole model as JSON, as LightGBM's dump_model gives it")
    .option('--trees <file>', 'write a table of all nodes: .csv, .parquet or .arrow')
    .addHelpText(
      'after',
      `
Examples:
  cambium inspect model.txt
  cambium inspect model.txt --json | jq '.features[0]'
  cambium inspect model.txt --dump | jq '.tree_info[0]'
  cambium inspect model.txt --trees nodes.parquet`,
    )
    .action(inspect);
}

interface InspectOptions {
  readonly json?: boolean;
  readonly output: 'table' | 'json';
  readonly dump?: boolean;
  readonly trees?: string;
}

async function inspect(path: string, options: InspectOptions): Promise<void> {
  const { dumpModel, readModel, summarizeModel } = await import('../../boosting/index.js');
  const model = await readModel(path);
  if (options.trees !== undefined) {
    await writeTrees(model, path, options.trees);
    return;
  }
  if (options.dump === true) {
    process.stdout.write(`${JSON.stringify(dumpModel(model))}\n`);
    return;
  }
  const summary = summarizeModel(model);
  if (options.json === true || options.output === 'json') {
    process.stdout.write(`${JSON.stringify({ file: path, ...summary }, jsonNumber, 2)}\n`);
    return;
  }
  process.stdout.write(await describe(path, summary));
}

async function writeTrees(model: Model, path: string, output: string): Promise<void> {
  const { treesToTable } = await import('../../boosting/index.js');
  const { writeTable } = await import('../../data/index.js');
  checkOutput(output, [path]);
  const table = treesToTable(model);
  await writeTable(table, output);
  process.stderr.write(
    `wrote ${counted(table.numRows, 'node')} of ${counted(model.trees.length, 'tree')} to ${output}\n`,
  );
}

/** JSON has no infinities: they become text instead of null. */
function jsonNumber(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

async function describe(path: string, summary: ModelSummary): Promise<string> {
  const { objective, trees, leaves, mostLeaves, depth, numClass } = summary;
  const facts: [string, string][] = [
    ['model', printable(path)],
    ['objective', objective === '' ? 'unknown (raw scores)' : printable(objective)],
    ['rounds', formatCount(summary.rounds)],
    ['trees', `${formatCount(trees)}${summary.linear ? ', linear leaves' : ''}`],
    [
      'leaves',
      `${formatCount(leaves)}, at most ${formatCount(mostLeaves)} a tree, depth up to ${depth}`,
    ],
    ['features', formatCount(summary.features.length)],
  ];
  if (numClass > 1) facts.push(['classes', formatCount(numClass)]);
  const lines = facts.map(([name, text]) => `${name.padEnd(11)}${text}`);
  return [
    ...lines,
    '',
    await describeFeatures(summary),
    '',
    await describeParameters(summary),
    '',
  ].join('\n');
}

async function describeFeatures({ features }: ModelSummary): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const total = features.reduce((sum, feature) => sum + feature.gain, 0);
  const ranked = features.toSorted((a, b) => b.gain - a.gain || b.splits - a.splits);
  const table = new Table({
    head: ['feature', 'values', 'splits', 'gain', 'share'],
    colAligns: ['left', 'left', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const feature of ranked.slice(0, MOST_FEATURES)) {
    table.push([
      printable(feature.name),
      values(feature),
      formatCount(feature.splits),
      short(feature.gain),
      total > 0 ? `${((100 * feature.gain) / total).toFixed(1)}%` : '',
    ]);
  }
  const rest = ranked.length - MOST_FEATURES;
  return rest > 0 ? `${table}\n… and ${rest} more: --json lists all` : table.toString();
}

function values(feature: ModelSummary['features'][number]): string {
  if (feature.type === 'unused') return 'unused';
  if (feature.type === 'category') {
    const count = feature.categories ?? 0;
    return count === 1 ? '1 category' : `${formatCount(count)} categories`;
  }
  return `${short(feature.min ?? 0)} to ${short(feature.max ?? 0)}`;
}

/** Only what differs from LightGBM's defaults: a file lists over a hundred parameters. */
async function describeParameters({ parameters }: ModelSummary): Promise<string> {
  if (Object.keys(parameters).length === 0) return 'parameters: the file has none';
  const { modelParameters, resolveParameters } = await import('../../boosting/index.js');
  const defaults = modelParameters(resolveParameters({}));
  const changed = Object.entries(parameters).filter(([name, text]) => defaults.get(name) !== text);
  if (changed.length === 0) return "parameters: LightGBM's defaults";
  const list = changed.map(([name, text]) => `  ${printable(name)}=${printable(text)}`);
  return ["parameters that are not LightGBM's defaults:", ...list].join('\n');
}

const short = (number: number): string => String(Number(number.toPrecision(6)));

/** A stranger's file must not steer the terminal. */
const printable = (text: string): string => text.replace(/\p{Cc}/gu, '\uFFFD');
