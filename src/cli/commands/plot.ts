/** `cambium plot`: a picture of a model or of a training, as an SVG file. */
import { Command } from 'commander';
import type { PlotFlags } from '../plot/flags.js';

const EXAMPLES = `
Examples:
  cambium plot model.txt --kind importance --importance gain --top 15 --output importance.svg
  cambium plot model.txt --kind tree --tree 3 --max-depth 4 --output tree.svg
  cambium plot model.txt --kind split-values --feature distance --bins 30 --output splits.svg
  cambium plot metrics.json --kind metrics --metric auc --output curves.svg
  cambium plot model.txt --kind partial-dependence --data trips.csv --features distance --output distance.svg
  cambium plot model.txt --kind partial-dependence --data trips.csv --features distance,hour --output both.svg

metrics draws the file that cambium train --metrics has written, all other kinds a model. The same input
gives the same bytes.`;

export function command(): Command {
  return new Command('plot')
    .summary('draw a model or its training as SVG')
    .description(
      "Draws a model's importance, a tree, split values, learning curves or partial dependence as SVG.",
    )
    .argument('<model>', "a model file; for --kind metrics the .json of cambium train's --metrics")
    .requiredOption(
      '--kind <kind>',
      'importance, tree, split-values, metrics or partial-dependence',
    )
    .requiredOption('--output <file>', 'where the picture goes, .svg')
    .option('--title <text>', 'title of the picture')
    .option('--importance <kind>', 'importance: split (how often, the default) or gain')
    .option('--top <n>', 'importance: most features to draw (default: 20)')
    .option('--tree <n>', 'tree: which one, from 0 (default: 0)')
    .option('--max-depth <n>', 'tree: draw this many levels of splits (default: all)')
    .option('--show <facts>', "tree: what a node tells, LightGBM's names separated by commas")
    .option('--orientation <way>', 'tree: horizontal (the default) or vertical')
    .option('--precision <n>', 'importance, tree: significant digits (default: 4)')
    .option('--feature <name>', 'split-values: the feature, or its place from 0')
    .option(
      '--bins <n>',
      'split-values: number of bins, or auto, fd, sturges, … (default: one a value)',
    )
    .option('--metric <names>', 'metrics: which to draw, separated by commas (default: all)')
    .option(
      '--dataset <names>',
      'metrics: which tables to draw, separated by commas (default: all)',
    )
    .option('--data <file>', 'partial-dependence: table to average over; may be repeated', collect)
    .option('--features <names>', 'partial-dependence: one feature or two, separated by a comma')
    .option('--grid-size <n>', 'partial-dependence: values of a feature (default: 50, of two 20)')
    .option('--rows <n>', 'partial-dependence: most rows to average over (default: 1000)')
    .option('--seed <n>', 'partial-dependence: decides which rows (default: 1)')
    .option('--raw', "partial-dependence: raw scores instead of the objective's output")
    .option('--class <n>', 'partial-dependence: one class of several, from 0')
    .addHelpText('after', EXAMPLES)
    .action(async (model: string, flags: PlotFlags) => {
      const { runPlot } = await import('../plot/index.js');
      await runPlot(model, flags);
    });
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
