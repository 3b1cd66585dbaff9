/** Whole numbers for people: `1,458,645`. The engine's own way loads the rules of all languages, which takes a while. */

/** A whole number with a comma before every third digit from the right. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
