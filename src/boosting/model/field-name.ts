/** How LightGBM's text format spells a feature's name. */

/** Names are separated by spaces, so that a name's own white space becomes underscores, as in LightGBM. */
export function fieldName(column: string): string {
  return column.replace(/\s/g, '_');
}
