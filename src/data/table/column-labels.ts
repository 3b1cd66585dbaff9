/** Names for columns that have none. */

/** The names that LightGBM gives columns without names: `Column_0`, `Column_1` and so on. */
export function columnLabels(columns: number): string[] {
  return Array.from({ length: columns }, (_, index) => `Column_${index}`);
}
