/** Reads LightGBM's text models, versions v2 (2.1 and 2.2), v3 (2.3 to 3.3) and v4. */
import { parseJson } from '../../../runtime/parse-json.js';
import { Model } from '../../model/model.js';
import type { Tree } from '../../model/tree.js';
import { Fields } from './fields.js';
import { Lines, quote } from './lines.js';
import { readTree } from './read-tree.js';

/** Most bytes of a text model: a string of JavaScript cannot be longer. */
export const MOST_TEXT_BYTES = 2 ** 29 - 64;
const MOST_CLASSES = 65_536;
const VERSIONS = ['v2', 'v3', 'v4'];

const HEADER_KEYS: ReadonlySet<string> = new Set([
  ...['version', 'num_class', 'num_tree_per_iteration', 'label_index', 'max_feature_idx'],
  ...['objective', 'average_output', 'feature_names', 'feature_infos', 'tree_sizes'],
]);

/**
 * Reads the text of a model.
 * @param name how errors call it, e.g. its path
 */
export function parseModel(text: string, name = 'model'): Model {
  // Version control may have changed the line ends; the sizes of trees count the original ones.
  const lines = new Lines(text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text, name);
  checkBeginning(lines);
  const header = readHeader(lines);
  const numFeatures = header.featureNames.length;
  const trees = readTrees(lines, header.treeSizes, numFeatures);
  if (trees.length % header.numTreePerIteration !== 0) {
    throw lines.error(
      `num_tree_per_iteration is ${header.numTreePerIteration}, which does not divide the ${trees.length} trees`,
    );
  }
  const extra = new Map(header.extra);
  const parameters = readRest(lines, header.featureNames, extra);
  const { featureNames, featureInfos, objective, numClass, numTreePerIteration } = header;
  const { averageOutput, labelIndex } = header;
  return new Model({
    ...{ featureNames, featureInfos, objective, numClass, numTreePerIteration },
    ...{ averageOutput, labelIndex, trees, parameters, extra },
  });
}

function checkBeginning(lines: Lines): void {
  if (lines.text === '') throw lines.error('the file is empty, a model is expected');
  const first = lines.next();
  if (first === 'tree') return;
  const hint = first.trimStart().startsWith('{')
    ? 'this looks like JSON; save the model as text'
    : undefined;
  throw lines.error(
    `a LightGBM text model begins with the line "tree", found ${quote(first)}`,
    1,
    hint,
  );
}

function readHeader(lines: Lines) {
  const fields = new Fields(lines, 'header');
  while (!lines.atEnd && lines.peek() !== '') {
    if (lines.peek().startsWith('Tree=')) break;
    fields.add(lines.field());
  }
  if (lines.atEnd) throw lines.cutShort('the trees');
  const version = fields.text('version');
  if (!VERSIONS.includes(version)) {
    throw fields.error('version', `must be ${VERSIONS.join(', ')}, found ${quote(version)}`);
  }
  const numClass = fields.integer('num_class', { least: 1, most: MOST_CLASSES });
  const numTreePerIteration = fields.has('num_tree_per_iteration')
    ? fields.integer('num_tree_per_iteration', { least: 1, most: MOST_CLASSES })
    : numClass;
  const numFeatures = fields.integer('max_feature_idx', { least: 0, most: 2 ** 31 - 2 }) + 1;
  const names = (key: string) => {
    const found = fields.text(key).split(' ');
    if (found.length === numFeatures) return found;
    throw fields.error(
      key,
      `must have ${numFeatures} entries (max_feature_idx + 1), found ${found.length}`,
    );
  };
  const featureNames = names('feature_names');
  const featureInfos = names('feature_infos');
  const sizes = fields.has('tree_sizes') ? fields.text('tree_sizes').trim() : undefined;
  return {
    numClass,
    numTreePerIteration,
    featureNames,
    featureInfos,
    labelIndex: fields.integer('label_index'),
    objective: fields.has('objective') ? fields.text('objective') : '',
    averageOutput: fields.has('average_output'),
    treeSizes: sizes === undefined ? undefined : sizesOf(fields, sizes),
    extra: fields.others(HEADER_KEYS).map(({ key, text }): [string, string] => [key, text]),
  };
}

/** The lengths of the trees' texts, however many there are. */
function sizesOf(fields: Fields, text: string): Int32Array {
  const count = text === '' ? 0 : text.split(/ +/).length;
  return fields.int32s('tree_sizes', count, { least: 1, most: MOST_TEXT_BYTES });
}

function readTrees(lines: Lines, sizes: Int32Array | undefined, numFeatures: number): Tree[] {
  const trees: Tree[] = [];
  for (;;) {
    lines.skipBlank();
    if (lines.atEnd) throw lines.cutShort('more trees, or "end of trees"');
    const start = lines.offset;
    const line = lines.line;
    const first = lines.next();
    if (first === 'end of trees') break;
    const index = trees.length;
    if (first !== `Tree=${index}`) {
      throw lines.error(
        `"Tree=${index}" or "end of trees" is expected, found ${quote(first)}`,
        line,
      );
    }
    trees.push(readTree(lines, index, numFeatures));
    // The blank line that ends the tree, and a second one: LightGBM counts both.
    lines.next();
    if (lines.peek() === '') lines.next();
    const size = sizes?.[index];
    if (size !== undefined && size !== lines.offset - start) {
      throw lines.error(
        `tree ${index} has ${lines.offset - start} bytes, tree_sizes says ${size}`,
        line,
        'the file was edited or is damaged; LightGBM refuses it too',
      );
    }
  }
  if (sizes !== undefined && sizes.length !== trees.length) {
    throw lines.error(
      `tree_sizes has ${sizes.length} entries, found ${trees.length} trees`,
      lines.line - 1,
    );
  }
  return trees;
}

/** What follows the trees: importances (checked, not kept: the trees have them), parameters, the rest. */
function readRest(
  lines: Lines,
  featureNames: readonly string[],
  extra: Map<string, string>,
): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  let unfinished = false;
  for (lines.skipBlank(); !lines.atEnd; lines.skipBlank()) {
    const line = lines.line;
    const first = lines.next();
    // Version 2 has a space there.
    if (first === 'feature_importances:' || first === 'feature importances:') {
      readImportances(lines, featureNames);
      // Version 4 always writes parameters after the importances.
      unfinished = true;
    } else if (first === 'parameters:') {
      for (const text of block(lines, 'end of parameters')) {
        const match = /^\[([^:\]]+): ?(.*)\]$/.exec(text);
        if (match === null) {
          throw lines.error(
            `a parameter like "[name: value]" is expected, found ${quote(text)}`,
            line,
          );
        }
        parameters.set(match[1]!, match[2]!);
      }
      unfinished = false;
    } else if (first === 'parser:') {
      extra.set('parser', block(lines, 'end of parser').join('\n'));
    } else if (first.startsWith('pandas_categorical:')) {
      const json = first.slice('pandas_categorical:'.length);
      checkJson(lines, json, line);
      extra.set('pandas_categorical', json);
    } else {
      throw lines.error(
        `"parameters:" or another section is expected, found ${quote(first)}`,
        line,
      );
    }
  }
  if (unfinished) throw lines.cutShort('"parameters:"');
  return parameters;
}

function readImportances(lines: Lines, featureNames: readonly string[]): void {
  const known = new Set(featureNames);
  while (!lines.atEnd && lines.peek() !== '') {
    const line = lines.line;
    const text = lines.next();
    const mark = text.lastIndexOf('=');
    if (mark < 0 || !known.has(text.slice(0, mark)) || !/^\d+$/.test(text.slice(mark + 1))) {
      throw lines.error(
        `an importance "feature=number" of a known feature is expected, found ${quote(text)}`,
        line,
      );
    }
  }
}

/** The lines up to `end`, which is taken too; blank ones are left out. */
function block(lines: Lines, end: string): string[] {
  const found: string[] = [];
  for (;;) {
    if (lines.atEnd) throw lines.cutShort(`"${end}"`);
    const line = lines.next();
    if (line === end) return found;
    if (line !== '') found.push(line);
  }
}

function checkJson(lines: Lines, json: string, line: number): void {
  try {
    parseJson(json);
  } catch {
    throw lines.error(`pandas_categorical must be JSON, found ${quote(json)}`, line);
  }
}
