/** What one `cambium train` is to do, from its options and parameters: files, and which columns are what. */
import { existsSync } from 'node:fs';
import { type ColumnParameters, type ColumnPlace, saysTable } from '../../data/index.js';
import { CambiumError } from '../../errors.js';
import type { CommandParameters } from '../configuration/index.js';
import { splitList } from '../run-options.js';
import type { TrainFlags } from './flags.js';

/** Columns by their names, of tables that have names. */
export interface NamedColumns {
  readonly kind: 'named';
  readonly header: boolean | undefined;
  readonly label: string;
  readonly weight: string | undefined;
  /** A column, or a file with the rows of each query. */
  readonly group: string | undefined;
  /** A column, or a file with the position of each row. */
  readonly position: string | undefined;
  readonly initScore: readonly string[];
  /** Default: all other columns. */
  readonly features: readonly string[] | undefined;
  readonly exclude: readonly string[];
  readonly categorical: readonly string[];
}

/** Columns by LightGBM's parameters. */
export interface PlacedColumns {
  readonly kind: 'placed';
  readonly header: boolean | undefined;
  readonly parameters: ColumnParameters;
  readonly groupFile: string | undefined;
  readonly positionFile: string | undefined;
}

/** One training. */
export interface TrainingTask {
  readonly data: readonly string[];
  readonly valid: readonly string[];
  readonly output: string;
  readonly metrics: string | undefined;
  /** A model that training goes on from. */
  readonly inputModel: string | undefined;
  /** Rounds from one saved model to the next; 0 for none. */
  readonly snapshotFrequency: number;
  readonly columns: NamedColumns | PlacedColumns;
}

const bad = (message: string, hint?: string) =>
  new CambiumError('invalid-option', message, { hint });

/** @throws CambiumError `invalid-option` where something is missing or does not go together */
export function planTask(
  data: readonly string[],
  flags: TrainFlags,
  parameters: CommandParameters,
): TrainingTask {
  const { resolved, given } = parameters;
  refuseOtherTasks(parameters, flags.config);
  const tables = data.length > 0 ? data : [resolved.data].filter((path) => path !== '');
  if (tables.length === 0) {
    throw bad('there is no table to train on', 'cambium train DATA, or data=FILE in --config');
  }
  if (resolved.task === 'refit' && resolved.input_model === '') {
    throw bad('there is no model to fit to the table', 'input_model=FILE');
  }
  const isNamed = given.has('output_model') || flags.config !== undefined;
  const told = flags.output ?? (isNamed ? resolved.output_model : undefined);
  const output = resolved.task === 'save_binary' ? `${tables[0]}.bin` : told;
  if (output === undefined) throw bad('there is no --output', '--output model.txt');
  return {
    data: tables,
    valid: flags.valid ?? resolved.valid,
    output,
    metrics: flags.metrics,
    inputModel: resolved.input_model === '' ? undefined : resolved.input_model,
    snapshotFrequency: Math.max(0, resolved.snapshot_freq),
    columns: chooseWay(tables, data.length === 0, flags, parameters),
  };
}

function refuseOtherTasks({ resolved }: CommandParameters, config: string | undefined): void {
  const { task, data, input_model, output_result } = resolved;
  if (task === 'train' || task === 'save_binary' || task === 'refit') return;
  const model = input_model || 'MODEL';
  const ways: Readonly<Record<string, string>> = {
    predict: config
      ? `cambium score --config ${config}`
      : `cambium score ${model} ${data || 'DATA'} --output ${output_result}`,
    convert_model: `no code is written, but cambium inspect ${model} --json gives the whole model`,
  };
  throw new CambiumError('unsupported-task', `task=${task} is not a training task`, {
    hint: ways[task],
  });
}

/** A column as an option names it: `name:x`, a place, or a name. */
function reference(text: string): ColumnPlace {
  if (text.startsWith('name:')) return text.slice(5);
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}

const listOf = (text: string | undefined): readonly string[] =>
  text === undefined
    ? []
    : splitList(text.replace(/^name:/, '')).map((name) => name.replace(/^(["'])(.*)\1$/s, '$2'));

/** Whether columns are told by name, or in LightGBM's way. */
function chooseWay(
  data: readonly string[],
  isConfigured: boolean,
  flags: TrainFlags,
  parameters: CommandParameters,
): NamedColumns | PlacedColumns {
  const label = flags.label === undefined ? undefined : reference(flags.label);
  if (typeof label === 'string') return namedColumns(label, flags, parameters);
  const isPlaced =
    label !== undefined || isConfigured || parameters.given.has('label_column') || !saysTable(data);
  if (isPlaced) return placedColumns(label, data, flags, parameters);
  throw bad('there is no --label', 'name the column to predict: --label COLUMN');
}

const header = ({ given, resolved }: CommandParameters) =>
  given.has('header') ? resolved.header : undefined;

function namedColumns(
  label: string,
  flags: TrainFlags,
  parameters: CommandParameters,
): NamedColumns {
  const { weight_column, group_column, ignore_column, categorical_feature } = parameters.resolved;
  const named = (parameter: string, columns: readonly (ColumnPlace | undefined)[]): string[] =>
    columns.flatMap((column) => {
      if (typeof column !== 'number') return column ?? [];
      throw bad(
        `${parameter}=${column} counts columns, but --label ${label} names them`,
        `${parameter}=name:NAME`,
      );
    });
  const [weight] = [flags.weight ?? [], named('weight_column', [weight_column])].flat();
  const [group] = [flags.group ?? [], named('group_column', [group_column])].flat();
  return {
    kind: 'named',
    header: header(parameters),
    label,
    weight: weight?.replace(/^name:/, ''),
    group: group?.replace(/^name:/, ''),
    position: flags.position?.replace(/^name:/, ''),
    initScore: listOf(flags.init_score),
    features: flags.features === undefined ? undefined : listOf(flags.features),
    exclude: [...listOf(flags.exclude), ...named('ignore_column', ignore_column)],
    categorical: [
      ...listOf(flags.categorical),
      ...named('categorical_feature', categorical_feature),
    ],
  };
}

function placedColumns(
  label: number | undefined,
  data: readonly string[],
  flags: TrainFlags,
  parameters: CommandParameters,
): PlacedColumns {
  const { resolved } = parameters;
  if (data.length > 1) {
    throw bad('several tables are joined by the names of their columns', '--label COLUMN');
  }
  if (flags.features !== undefined) {
    throw bad('--features goes with a label by name', 'leave out columns with ignore_column');
  }
  if (flags.init_score !== undefined) {
    throw bad('--init_score goes with a label by name', `write the scores to ${data[0]}.init`);
  }
  if (flags.position !== undefined && !existsSync(flags.position)) {
    throw bad(
      `--position ${flags.position} is not a file, and columns of positions go with a label by name`,
      `write the positions to ${data[0]}.position, a line a row`,
    );
  }
  const either = (flag: string | undefined, columns: readonly ColumnPlace[]) =>
    flag === undefined ? columns : listOf(flag).map(reference);
  const group = flags.group === undefined ? resolved.group_column : reference(flags.group);
  const isFile = typeof group === 'string' && flags.group === group && existsSync(group);
  return {
    kind: 'placed',
    header: header(parameters),
    groupFile: isFile ? group : undefined,
    positionFile: flags.position,
    parameters: {
      label_column: label ?? resolved.label_column,
      weight_column: flags.weight === undefined ? resolved.weight_column : reference(flags.weight),
      group_column: isFile ? undefined : group,
      ignore_column: either(flags.exclude, resolved.ignore_column),
      categorical_feature: either(flags.categorical, resolved.categorical_feature),
    },
  };
}
