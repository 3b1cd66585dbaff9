/** Deals rows out to folds: by label, by group, by query, or just so. */
import { isValueList } from '../../data/index.js';
import { CambiumError, checkKind, checkNames } from '../../errors.js';
import type { CrossValidationOptions, Fold, GivenFold } from './options.js';
import { inOrder, shuffled } from './shuffle.js';

/** What is known about the rows. */
export interface FoldRows {
  readonly rows: number;
  /** Labels, where folds are to be stratified. */
  readonly classes?: ArrayLike<number> | undefined;
  /** A number a row: rows of equal number stay together. */
  readonly groups?: ArrayLike<number | string> | undefined;
  /** What the groups are, for errors. */
  readonly groupName: string;
}

/**
 * The folds of a data set. Every row is in the test part of exactly one.
 * @throws CambiumError `invalid-option`
 */
export function makeFolds(
  known: FoldRows,
  { folds = 5, shuffle = true, seed = 0 }: CrossValidationOptions,
): Fold[] {
  const { rows, classes, groups } = known;
  if (typeof folds !== 'number') {
    checkKind('folds', folds, 'a number or a list');
    return folds.map((fold, index) => givenFold(fold, index, rows));
  }
  if (!Number.isSafeInteger(seed)) {
    throw new CambiumError('invalid-option', `seed must be a whole number, not ${seed}`);
  }
  if (!(Number.isInteger(folds) && folds >= 2 && folds <= rows)) {
    throw new CambiumError(
      'invalid-option',
      `folds must be a whole number from 2 to the ${rows} rows, not ${folds}`,
    );
  }
  const order = (count: number) => (shuffle ? shuffled(count, seed) : inOrder(count));
  const foldOf =
    groups !== undefined
      ? dealGroups(groups, rows, folds, order, known.groupName)
      : classes !== undefined
        ? dealClasses(classes, folds, order(rows))
        : dealRows(folds, order(rows));
  return Array.from({ length: folds }, (_, fold) => ({
    train: inOrder(rows).filter((row) => foldOf[row] !== fold),
    test: inOrder(rows).filter((row) => foldOf[row] === fold),
  }));
}

/** Blocks of the order, of equal size but for one row. */
function dealRows(folds: number, order: Uint32Array): Uint32Array {
  const foldOf = new Uint32Array(order.length);
  order.forEach((row, place) => {
    foldOf[row] = Math.floor((place * folds) / order.length);
  });
  return foldOf;
}

/** One class after the other, a row a fold, so that sizes of folds differ by one row too. */
function dealClasses(classes: ArrayLike<number>, folds: number, order: Uint32Array): Uint32Array {
  const rowsOf = new Map<number, number[]>();
  for (const row of order) {
    const label = classes[row] as number;
    const rows = rowsOf.get(label);
    if (rows === undefined) rowsOf.set(label, [row]);
    else rows.push(row);
  }
  const foldOf = new Uint32Array(order.length);
  let next = 0;
  for (const [, rows] of [...rowsOf].sort(([a], [b]) => a - b)) {
    for (const row of rows) foldOf[row] = next++ % folds;
  }
  return foldOf;
}

/** The largest group first, each to the fold that has the fewest rows by then. */
function dealGroups(
  groups: ArrayLike<number | string>,
  rows: number,
  folds: number,
  order: (count: number) => Uint32Array,
  name: string,
): Uint32Array {
  if (!isValueList(groups)) checkKind(name, groups, 'a list');
  if (groups.length !== rows) {
    throw new CambiumError(
      'bad-length',
      `${name} has ${groups.length} values, the table ${rows} rows`,
    );
  }
  const numberOf = new Map<number | string, number>();
  const sizes: number[] = [];
  const groupOf = Uint32Array.from({ length: rows }, (_, row) => {
    const value = groups[row] as number | string;
    if (Number.isNaN(value)) {
      throw new CambiumError('bad-group', `${name} is missing in row ${row + 1}`);
    }
    const group = numberOf.get(value) ?? numberOf.size;
    numberOf.set(value, group);
    sizes[group] = (sizes[group] ?? 0) + 1;
    return group;
  });
  if (sizes.length < folds) {
    throw new CambiumError(
      'invalid-option',
      `${name}: there are ${sizes.length} of them, too few for ${folds} folds`,
    );
  }
  const foldOfGroup = new Uint32Array(sizes.length);
  const filled = new Array<number>(folds).fill(0);
  const turns = [...order(sizes.length)].sort(
    (a, b) => (sizes[b] as number) - (sizes[a] as number),
  );
  for (const group of turns) {
    const fold = filled.indexOf(Math.min(...filled));
    foldOfGroup[group] = fold;
    filled[fold]! += sizes[group] as number;
  }
  return groupOf.map((group) => foldOfGroup[group] as number);
}

function givenFold(
  fold: Exclude<CrossValidationOptions['folds'], number | undefined>[number],
  index: number,
  rows: number,
): Fold {
  const { train, test } = partsOf(fold, index);
  const seen = new Uint8Array(rows);
  const check = (part: ArrayLike<number>, name: string) => {
    if (!isValueList(part)) throw bad(index, `no list of rows to ${name}`);
    if (part.length === 0) throw bad(index, `no row to ${name}`);
    for (let at = 0; at < part.length; at++) {
      const row = part[at] as number;
      if (!(Number.isInteger(row) && row >= 0 && row < rows)) {
        throw bad(index, `row ${row} to ${name}, but rows are numbered from 0 to ${rows - 1}`);
      }
      if (seen[row] === 1) throw bad(index, `row ${row} twice`);
      seen[row] = 1;
    }
    return Uint32Array.from(part).sort();
  };
  return { train: check(train, 'train on'), test: check(test, 'measure on') };
}

function partsOf(fold: object, index: number): GivenFold {
  if (!Array.isArray(fold)) {
    const parts = fold as GivenFold;
    checkNames('part of a fold', parts, { train: true, test: true }, `fold ${index + 1}`);
    return parts;
  }
  if (fold.length !== 2) {
    throw bad(index, `${fold.length} parts: expected the rows to train on and those to measure on`);
  }
  return { train: fold[0], test: fold[1] };
}

const bad = (index: number, what: string) =>
  new CambiumError('invalid-option', `fold ${index + 1} has ${what}`);
