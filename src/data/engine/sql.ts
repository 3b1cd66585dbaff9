/** Writes names and values into SQL so that none of them can be taken for code. */

/** A quoted identifier: `weird "name"` becomes `"weird ""name"""`. */
export function sqlIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A quoted string literal. */
export function sqlString(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A DOUBLE literal that keeps every bit; NaN and the infinities too. */
export function sqlNumber(value: number): string {
  if (Number.isNaN(value)) return "'NaN'::DOUBLE";
  if (!Number.isFinite(value)) return value > 0 ? "'Infinity'::DOUBLE" : "'-Infinity'::DOUBLE";
  if (Object.is(value, -0)) return "'-0.0'::DOUBLE";
  return `'${value}'::DOUBLE`;
}

/** A path for DuckDB's readers, in which `*`, `?` and `[` stand for themselves. */
export function sqlPath(path: string): string {
  return sqlString(path.replace(/[*?[]/g, '[$&]'));
}
