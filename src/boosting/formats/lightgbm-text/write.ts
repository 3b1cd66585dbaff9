/** Writes LightGBM's text model, version v4: the bytes that LightGBM writes for the same model. */
import { open } from 'node:fs/promises';
import { checkKind } from '../../../errors.js';
import { writeAtomically } from '../../../runtime/index.js';
import { checkModelFields } from '../../model/check-model.js';
import { fieldName } from '../../model/field-name.js';
import { featureImportance } from '../../model/importance.js';
import type { ModelFields } from '../../model/model.js';
import { formatTree } from './format-tree.js';

/** Keys of {@link ModelFields.extra} that follow the trees; all others belong to the header. */
const AFTER_TREES: ReadonlySet<string> = new Set(['parser', 'pandas_categorical']);

/** The text of a model. */
export function formatModel(model: ModelFields): string {
  return [...modelParts(model)].join('');
}

/**
 * Writes a model file: beside its place first, then renamed, so that no reader sees half of it.
 * @throws CambiumError `unwritable`, `bad-model`, `invalid-option`
 */
export async function writeModel(model: ModelFields, path: string): Promise<void> {
  checkModelFields(model);
  checkKind('the path of a model file', path, 'a string');
  return writeAtomically(path, async (partial) => {
    const file = await open(partial, 'w');
    try {
      for (const part of modelParts(model)) await file.write(part);
      await file.sync();
    } finally {
      await file.close();
    }
  });
}

function* modelParts(model: ModelFields): Generator<string> {
  const trees = model.trees.map((tree, index) => `Tree=${index}\n${formatTree(tree)}\n`);
  yield header(
    model,
    trees.map((text) => text.length),
  );
  yield* trees;
  yield 'end of trees\n';
  yield importances(model);
  if (model.parameters.size > 0) {
    const lines = Array.from(model.parameters, ([name, value]) => `[${name}: ${value}]\n`);
    yield `\nparameters:\n${lines.join('')}\nend of parameters\n`;
  } else {
    yield '\nparameters:\n\nend of parameters\n';
  }
  const parser = model.extra.get('parser');
  if (parser !== undefined) yield `\nparser:\n${parser}\n\nend of parser\n`;
  const categories = model.extra.get('pandas_categorical');
  if (categories !== undefined) yield `\npandas_categorical:${categories}\n`;
}

function header(model: ModelFields, treeSizes: readonly number[]): string {
  const lines = [
    'tree',
    'version=v4',
    `num_class=${model.numClass}`,
    `num_tree_per_iteration=${model.numTreePerIteration}`,
    `label_index=${model.labelIndex}`,
    `max_feature_idx=${model.featureNames.length - 1}`,
  ];
  if (model.objective !== '') lines.push(`objective=${model.objective}`);
  if (model.averageOutput) lines.push('average_output');
  lines.push(`feature_names=${model.featureNames.map(fieldName).join(' ')}`);
  for (const [key, value] of model.extra) {
    if (!AFTER_TREES.has(key)) lines.push(value === '' ? key : `${key}=${value}`);
  }
  lines.push(`feature_infos=${model.featureInfos.join(' ')}`, `tree_sizes=${treeSizes.join(' ')}`);
  return `${lines.join('\n')}\n\n`;
}

function importances(model: ModelFields): string {
  const kind = model.parameters.get('saved_feature_importance_type') === '1' ? 'gain' : 'split';
  const rows = Array.from(featureImportance(model, kind), (value, feature) => ({
    name: fieldName(model.featureNames[feature]!),
    value: Math.trunc(value),
  })).filter((row) => row.value > 0);
  rows.sort((a, b) => b.value - a.value);
  return `\nfeature_importances:\n${rows.map(({ name, value }) => `${name}=${value}\n`).join('')}`;
}
