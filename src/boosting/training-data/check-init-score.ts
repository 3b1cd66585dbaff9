/** Checks initial scores: one a row and class, all finite. */
import { CambiumError } from '../../errors.js';
import type { Columns, TrainingTable } from './training-data.js';

/**
 * @param classes trees of a round, which is scores of a row
 * @param told how the scores were told, for errors
 * @throws CambiumError `bad-length`, `bad-init-score`
 */
export function checkInitScore(
  { rows, initScore }: Columns,
  classes: number,
  told: TrainingTable['initScore'],
  tableName: string,
): void {
  if (initScore === undefined) return;
  const names = told === undefined || told instanceof Float64Array ? undefined : [told].flat();
  if (initScore.length !== rows * classes) {
    const expected =
      classes === 1
        ? `${rows}, one a row`
        : `${rows * classes}: ${rows} rows of ${classes} classes`;
    throw new CambiumError(
      'bad-length',
      names === undefined
        ? `the initial score of the ${tableName} table has ${initScore.length} values: expected ${expected}`
        : `the initial score of the ${tableName} table has ${names.length === 1 ? 'one column' : `${names.length} columns`} (${names.join(', ')}): expected ${classes}, one a class`,
    );
  }
  const at = initScore.findIndex((score) => !Number.isFinite(score));
  if (at < 0) return;
  const ofClass = Math.floor(at / rows);
  const name = names?.[ofClass];
  const title = name === undefined ? 'the initial score' : `initial score "${name}"`;
  const inClass = name === undefined && classes > 1 ? ` for class ${ofClass}` : '';
  const found = Number.isNaN(initScore[at]) ? 'missing (NaN)' : initScore[at];
  throw new CambiumError(
    'bad-init-score',
    `${title} of the ${tableName} table is ${found} in row ${(at % rows) + 1}${inClass}: expected a finite number`,
    { hint: 'leave out such rows, or let them start from 0' },
  );
}
