/** Whole numbers for people: `1,458,645`. The engine's own way loads the rules of all languages, which takes a while. */

/** A whole number with a comma before every third digit from the right. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A count and what is counted: `1 row`, `1,458,645 rows`. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
