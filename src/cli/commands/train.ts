/** `cambium train`: a model from a table. */
import { Command } from 'commander';
import { CambiumError, didYouMean } from '../../errors.js';
import { addParameterOptions, type GivenParameter, takeParameter } from '../parameter-options.js';
import type { TrainFlags } from '../train/flags.js';

const EXAMPLES = `
Examples:
  cambium train trips.parquet --label duration --output model.txt
  cambium train trips.csv --label duration --exclude id,vendor --num_leaves 63 --eta 0.05 --output model.txt
  cambium train train.csv --valid test.csv --label late --objective binary --metric auc,binary_logloss \\
      --early_stopping_round 20 --num_iterations 1000 --output model.txt --metrics metrics.json
  cambium train train.csv --label y --config train.conf --learning-rate 0.1 --output model.txt
  cambium train search.parquet --label relevance --group query --objective lambdarank --output model.txt
  cambium train shops.csv --label sales --categorical city,kind --weight days --output model.txt
  cambium train rank.svm --objective lambdarank --output model.txt
  cambium train --config train.conf --num_trees 50
  cambium train config=train.conf num_trees=50

A .conf file holds lines "key = value" with LightGBM's names, # begins a comment; options go before it.
The features are all columns besides the label, unless told; they must be numbers, or categories. The
model is written in LightGBM's text format. Ctrl-C ends training and keeps the rounds that are done.

With a label by its place (--label 0, label_column in a .conf file) files are read as LightGBM reads
them: CSV, TSV or LibSVM by their content, names in the first line only with header=true, columns by
their places (not counting the label) or name:a,b. Ignored columns stay in the model, unused. FILE.weight,
FILE.query and FILE.init beside a data file are read along with it.`;

export function command(): Command {
  const parameters: GivenParameter[] = [];
  const train = new Command('train')
    .summary('train gradient-boosted trees on a table')
    .description("Trains gradient-boosted trees on a table, with LightGBM's parameters.")
    .argument(
      '[data...]',
      'table: .csv, .tsv, .parquet, .arrow, .json, LibSVM; or several with the same columns',
    )
    .option('--label <column>', 'column to predict: its name, or its place from 0')
    .option('--output <file>', 'where the model goes')
    .option('--valid <file>', 'table to measure on after each round; may be repeated', collect)
    .option('--weight <column>', 'column of weights of the rows')
    .option(
      '--group <column>',
      "column of queries, whose rows stand together; or a file with each query's rows",
    )
    .option(
      '--position <column>',
      "column of the rows' places in their queries, whose bias lambdarank learns; or a file, a line a row",
    )
    .option('--init_score <columns>', 'column of raw scores to start from; one for each class')
    .option('--categorical <columns>', 'features that are categories, texts or whole numbers')
    .option(
      '--features <columns>',
      'columns to train on, separated by commas (default: all others)',
    )
    .option('--exclude <columns>', 'columns to leave out, separated by commas')
    .option('--config <file>', 'parameters from a file of "key = value" lines')
    .option('--metrics <file>', 'write metrics of every round, best round and seconds as .json')
    .addHelpText('after', EXAMPLES)
    .allowUnknownOption();
  addParameterOptions(train, parameters);
  return train.action(async (words: string[], flags: TrainFlags) => {
    refuseUnknown(words, train);
    const data = words.filter((word) => !takeParameter(word, parameters));
    const { runTraining } = await import('../train/index.js');
    await runTraining(data, flags, parameters);
  });
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Options that are none end up among the files. */
function refuseUnknown(data: readonly string[], command: Command): void {
  const unknown = data.find((word) => /^--?[A-Za-z]/.test(word));
  if (unknown === undefined) return;
  const flag = unknown.replace(/=.*/s, '');
  const known = command.options.map(({ long }) => long ?? '');
  throw new CambiumError('unknown-option', `there is no option or parameter ${flag}`, {
    hint: didYouMean(flag, known) ?? 'cambium train --help lists them',
  });
}
