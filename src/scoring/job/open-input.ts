/** Opens the files of a batch job as the model's features: columns by their names, or by their places, or LibSVM. */
import { featureCategories, type Model, matchFeatures } from '../../boosting/model/index.js';
import {
  type ColumnBatch,
  type ColumnMemory,
  columnNames,
  type FieldSource,
  firstFields,
  hasLibsvmLabels,
  listFiles,
  openSource,
  saysTable,
  scanColumns,
  scanLibsvm,
  sourceOptions,
  textColumns,
} from '../../data/index.js';
import { CambiumError } from '../../errors.js';
import { usedFeatures } from './used-features.js';

/** How the columns of text files are told, where it is not by names in their first lines. */
export interface ScoreSource {
  /** Whether the first line of text files holds names. Unless told it does, by the rules of `byPlace`. */
  readonly header?: boolean | undefined;
  /** The place of the label in files without names, which have one column more than the model has features. */
  readonly labelColumn?: number | undefined;
  /**
   * Reads text files as LightGBM's command line: their form shows in their first lines, which hold no names
   * without `header`. Unless told this is so for files whose extension says no table, where `labelColumn` is told,
   * and for text files that have no name of a model whose features have none themselves (`Column_0`…).
   */
  readonly byPlace?: boolean | undefined;
  /** Takes files of another width by place: columns beyond are left out, those that lack are 0. */
  readonly anyWidth?: boolean | undefined;
}

/** How to read. */
export interface ScanSettings {
  readonly batchRows: number;
  readonly buffers: number;
  readonly memory: ColumnMemory;
}

/** Files, ready to be read. */
export interface ScoreInput {
  /** The model's features as columns, a batch at a time. */
  scan(settings: ScanSettings): AsyncGenerator<ColumnBatch, void, undefined>;
}

/** Features of a model that was trained on columns without names. */
const NAMELESS = /^Column_\d+$/;

/**
 * Finds the model's features in files, of which the first tells how all are read.
 * @param onNotice told of what is left out
 * @throws CambiumError `missing-column`, `feature-count`, `mixed-formats`, and what opening files throws
 */
export async function openInput(
  inputs: readonly string[],
  model: Model,
  source: ScoreSource = {},
  onNotice: (line: string) => void = () => {},
): Promise<ScoreInput> {
  const files = await listFiles(inputs);
  const [first] = files as [string];
  const byPlace = await isByPlace(files, model, source);
  const opened = openSource(first, source.header, !byPlace);
  for (const path of byPlace ? files.slice(1) : []) {
    if (openSource(path, source.header, false).kind === opened.kind) continue;
    throw new CambiumError('mixed-formats', `${path} is no ${opened.kind}, but ${first} is`);
  }
  if (opened.kind === 'libsvm') return sparseInput(files, model, onNotice);
  if (byPlace && isText(opened) && !opened.header) {
    return columnsInput(files, model, opened, await columnsByPlace(opened, model, source));
  }
  const names = await columnNames(files, sourceOptions(opened));
  return columnsInput(files, model, opened, columnsByName(names, model, opened, byPlace));
}

const isText = ({ format }: FieldSource) => format === 'csv' || format === 'tsv';

async function isByPlace(
  files: readonly string[],
  { featureNames }: Model,
  { header, labelColumn, byPlace }: ScoreSource,
): Promise<boolean> {
  if (byPlace !== undefined) return byPlace;
  if (header === false || labelColumn !== undefined || !saysTable(files)) return true;
  if (header === true || !featureNames.every((name) => NAMELESS.test(name))) return false;
  const [first] = files as [string];
  const source = openSource(first, header, true);
  if (source.kind === 'libsvm' || !isText(source)) return false;
  const names = new Set(firstFields(first, sourceOptions(source)));
  return !featureNames.some((name) => names.has(name));
}

/** The column of each feature; undefined stands for zeros. */
type FeatureColumns = readonly (string | undefined)[];

/**
 * The features' columns by place, without the label where there is one.
 * @throws CambiumError `feature-count`
 */
async function columnsByPlace(
  source: FieldSource,
  { numFeatures, labelIndex }: Model,
  { labelColumn = labelIndex, anyWidth }: ScoreSource,
): Promise<FeatureColumns> {
  const names = await columnNames(source.path, sourceOptions(source));
  // LightGBM's rule: as many columns as features are the features.
  const columns =
    names.length === numFeatures ? names : names.filter((_, place) => place !== labelColumn);
  if (anyWidth !== true && columns.length !== numFeatures) {
    throw new CambiumError(
      'feature-count',
      `${source.path} has ${names.length} columns, but the model has ${numFeatures} features: expected that many, or one more for the label`,
      { hint: 'header=true if the first line holds names' },
    );
  }
  return Array.from({ length: numFeatures }, (_, feature) => columns[feature]);
}

/**
 * The features' columns by name. Of columns in LightGBM's way those may lack that no tree looks at.
 * @throws CambiumError `missing-column`
 */
function columnsByName(
  names: readonly string[],
  model: Model,
  { path }: FieldSource,
  byPlace: boolean,
): FeatureColumns {
  const used = byPlace ? new Set(usedFeatures(model)) : undefined;
  const optional = used === undefined ? undefined : (place: number) => !used.has(place);
  return matchFeatures(names, model.featureNames, { where: path, optional });
}

async function columnsInput(
  files: readonly string[],
  model: Model,
  source: FieldSource,
  columns: FeatureColumns,
): Promise<ScoreInput> {
  const options = sourceOptions(source);
  const present = columns.filter((column) => column !== undefined);
  if (present.length === 0) {
    throw new CambiumError('missing-column', `${source.path} has none of the model's features`);
  }
  const lists = await categoriesOf(files, model, columns, options);
  const categories = new Map(
    model.featureNames.flatMap((feature, place) => {
      const list = lists.get(feature);
      const column = columns[place];
      return list === undefined || column === undefined ? [] : [[column, list] as const];
    }),
  );
  return {
    async *scan({ memory, ...settings }) {
      const { batchRows } = settings;
      const zeros = present.length < columns.length ? memory.allocateFloat64(batchRows) : undefined;
      const wanted = { columns: present, categories, type: 'floats' as const };
      for await (const batch of scanColumns(files, {
        ...options,
        ...settings,
        memory,
        ...wanted,
      })) {
        if (zeros === undefined) yield batch;
        else {
          let next = 0;
          const all = columns.map((column) =>
            column === undefined ? zeros : (batch.columns[next++] as Float64Array),
          );
          yield { ...batch, columns: all };
        }
      }
    },
  };
}

/** The categories of features by name; the types of the table are looked at where the model does not tell. */
async function categoriesOf(
  files: readonly string[],
  model: Model,
  columns: FeatureColumns,
  options: Parameters<typeof textColumns>[1],
) {
  const known = featureCategories(model);
  if (known !== undefined) return known;
  const texts = new Set(await textColumns(files, options));
  const place = new Map(model.featureNames.map((name, index) => [name, index]));
  const lists = featureCategories(model, (feature) =>
    texts.has(columns[place.get(feature) as number] ?? ''),
  );
  return lists ?? new Map();
}

function sparseInput(
  files: readonly string[],
  model: Model,
  onNotice: (line: string) => void,
): ScoreInput {
  const onBeyond = (entries: number) =>
    onNotice(`${files[0]}: ${entries} values lie in columns that the model has not`);
  return {
    scan: (settings) =>
      scanLibsvm(files, {
        ...settings,
        width: model.numFeatures,
        used: usedFeatures(model),
        labelled: hasLibsvmLabels,
        onBeyond,
      }),
  };
}
