/** The range of a feature's values, as a model file has it. */

/** Takes `[min:max]` apart into two texts; undefined for `none` and lists of categories. */
export function rangeOf(info: string): readonly [min: string, max: string] | undefined {
  if (!info.startsWith('[') || !info.endsWith(']')) return undefined;
  const mark = info.lastIndexOf(':');
  const range = [info.slice(1, mark), info.slice(mark + 1, -1)] as const;
  return mark < 0 || range.includes('') ? undefined : range;
}
