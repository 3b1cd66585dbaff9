/** `cambium score`: a table in bulk through a trained model. */
import { Command } from 'commander';
import { type GivenParameter, takeParameter } from '../parameter-options.js';
import type { ScoreFlags } from '../score/flags.js';

const EXAMPLES = `
Examples:
  cambium score model.txt trips.parquet --output predictions.parquet
  cambium score model.txt january.csv february.csv --output predictions.csv --kind raw
  cambium score model.txt trips.csv --output predictions.arrow --backend wasm --threads 4
  cambium score model.txt trips.csv --output scores/ --json   one file for each input, in a folder
  cambium score model.txt trips.csv --output why.csv --kind contributions
  cambium score model.txt trips.csv --output p.csv --num_iteration_predict 50
  cambium score model.txt rank.svm --output p.txt
  cambium score model.txt test.csv --output p.csv --header false --label_column 3
  cambium score --config predict.conf
  cambium score task=predict data=test.csv input_model=model.txt output_result=p.txt

The tables need the model's features as columns, in any order; other columns are ignored.
The output has one line for each row, in order: prediction, or prediction_0… for several classes,
or leaf_0… for leaf indices. Contributions have a column a feature, by its name, and bias, the expected
raw score; for several classes each name ends in the class, e.g. age_0 and bias_0. A .txt has LightGBM's
form: no header, numbers of 17 digits, separated by tabs.

Texts become the categories of the model, others are missing. Files that name no columns are read as
LightGBM reads them: CSV, TSV or LibSVM by their content, columns by their places, without the label where
there is one. These are files of other extensions, all with --header false or --label_column, and those
without the names of a model whose features are Column_0, Column_1, … . A .conf file (--config) tells
LightGBM's parameters of task=predict; so do words like pred_early_stop=true. Options go before it.`;

export function command(): Command {
  const parameters: GivenParameter[] = [];
  const score = new Command('score')
    .summary('score a table in bulk with a trained model, on CPU or GPU')
    .description('Scores tables in bulk with a trained model, on CPU or GPU.')
    .argument('[model]', "the model, in LightGBM's text format")
    .argument('[data...]', 'tables: .csv, .tsv, .parquet, .arrow, .json, LibSVM')
    .option('--output <path>', 'file to write (.csv, .parquet, .arrow, .txt), or a folder')
    .option(
      '--kind <kind>',
      'value (the default), raw (before the objective), leaf (index a tree) or contributions (SHAP, a feature each)',
    )
    .option('--config <file>', 'parameters from a file of "key = value" lines')
    .option('--header [value]', 'whether the first line of text files holds names')
    .option('--label_column <n>', 'place of the label in files without names')
    .option('--predict_disable_shape_check [value]', 'take files of another width')
    .option('--backend <name>', 'auto (a GPU where there is one), wasm or webgpu', 'auto')
    .option('--threads <n>', 'threads of the backend wasm (default: the cores)')
    .option('--batch-rows <n>', 'rows that are read, scored and written at once')
    .option('--start_iteration_predict <n>', 'first boosting round to use (default: 0)')
    .option('--num_iteration_predict <n>', 'boosting rounds to use (default: all, as for -1)')
    .option('--pred_early_stop', 'rows whose score is clear skip the other rounds, on the CPU')
    .option('--pred_early_stop_freq <n>', 'rounds between two looks at the margin (default: 10)')
    .option('--pred_early_stop_margin <x>', 'margin above which a row stops (default: 10)')
    .option('--json', 'print the summary as JSON on standard output')
    .addHelpText('after', EXAMPLES);
  for (const name of ['header', 'label_column', 'predict_disable_shape_check']) {
    score.on(`option:${name}`, (value: string | null) => {
      parameters.push({ name, value: value ?? 'true' });
    });
  }
  return score.action(async (model: string | undefined, data: string[], flags: ScoreFlags) => {
    const words = [model ?? [], data].flat().filter((word) => !takeParameter(word, parameters));
    const { runScoring } = await import('../score/index.js');
    await runScoring(words, flags, parameters);
  });
}
