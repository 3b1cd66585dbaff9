/** What was read for one training: the trainer's data, and what is said of it. */
import type { TrainingTable, ValidationTable } from '../../boosting/index.js';
import { readSideFiles } from '../../data/index.js';
import { CambiumError } from '../../errors.js';

/** The tables of one training. */
export interface TrainingInputs {
  readonly data: TrainingTable;
  readonly valid: readonly ValidationTable[];
  readonly rows: number;
  readonly features: number;
  /** How reports call the label. */
  readonly label: string;
  /** Lines for the user. */
  readonly notices: readonly string[];
}

/** Weights, queries, positions and initial scores of a table. */
export type RowValues = Pick<TrainingTable, 'weight' | 'group' | 'position' | 'initScore'>;

/** Adds what files beside a data file hold, where no column is told. */
export async function withSideFiles(
  path: string,
  rows: number,
  told: RowValues,
  notices: string[],
): Promise<RowValues> {
  const found = await readSideFiles(path, rows, {
    weight: told.weight === undefined,
    group: told.group === undefined,
    position: told.position === undefined,
    initScore: told.initScore === undefined,
  });
  const { weight, group, position, initScore } = found;
  for (const side of [weight, group, position, initScore]) {
    if (side !== undefined) notices.push(`${side.path} is read along with ${path}`);
  }
  return {
    ...told,
    ...(weight && { weight: weight.values }),
    ...(group && { group: group.values }),
    ...(position && { position: position.values }),
    ...(initScore && { initScore: initScore.values }),
  };
}

/** Names for validation tables: their files' names, told apart. */
export function datasetNames(): (path: string) => string {
  const used = new Set(['training']);
  return (path) => {
    const base = path.replace(/^.*[\\/]/, '');
    let name = used.has(base) ? path : base;
    for (let number = 2; used.has(name); number++) name = `${path} (${number})`;
    used.add(name);
    return name;
  };
}

/**
 * A validation set on its own: what only the training table has weighs 1 or starts from 0 here.
 * @throws CambiumError `missing-group` where only the training table has queries
 */
export function completeValidation(set: ValidationTable, training: TrainingTable): ValidationTable {
  const rows = set.table.numRows;
  if (training.group !== undefined && set.group === undefined) {
    throw new CambiumError(
      'missing-group',
      `${set.name} has no queries, but the training table has`,
      {
        hint: `write the rows of each query to ${set.name}.query, a line each`,
      },
    );
  }
  const { initScore } = training;
  const classes = initScore instanceof Float64Array ? initScore.length / training.table.numRows : 1;
  return {
    ...set,
    ...(training.weight !== undefined &&
      set.weight === undefined && { weight: new Float32Array(rows).fill(1) }),
    ...(initScore !== undefined &&
      set.initScore === undefined && { initScore: new Float64Array(rows * classes) }),
  };
}

/**
 * Sees that there is an initial score for each class.
 * @throws CambiumError `bad-length`
 */
export function checkInitScores({ data, valid }: TrainingInputs, classes: number): void {
  for (const [name, { table, initScore }] of [
    ['the training table', data] as const,
    ...valid.map((set) => [set.name, set] as const),
  ]) {
    if (initScore === undefined) continue;
    const found =
      initScore instanceof Float64Array
        ? initScore.length / table.numRows
        : [initScore].flat().length;
    if (found === classes) continue;
    throw new CambiumError(
      'bad-length',
      `the initial scores of ${name} are ${found} a row: expected ${classes}, one for each class`,
    );
  }
}
