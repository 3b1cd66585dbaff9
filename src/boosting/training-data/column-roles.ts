/** What columns of training data are besides features. */

/** Parts of training data that have a number for each row or query: a column by its name, or a list. None is a feature. */
export const ROW_ROLES = ['label', 'weight', 'group', 'position', 'initScore'] as const;
export type RowRole = (typeof ROW_ROLES)[number];

/** The columns that the roles name; a list of numbers names none. */
export function roleColumns(data: Readonly<Partial<Record<RowRole, unknown>>>): string[] {
  return ROW_ROLES.flatMap((role): unknown => data[role]).filter(
    (column): column is string => typeof column === 'string',
  );
}
