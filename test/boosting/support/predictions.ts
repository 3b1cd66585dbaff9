/** What LightGBM makes of the models in test/fixtures/lightgbm: test/fixtures/lightgbm-predictions/make.py writes it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export function readPredictions<T>(file: string): T {
  const url = new URL(`../../fixtures/lightgbm-predictions/${file}`, import.meta.url);
  return JSON.parse(readFileSync(fileURLToPath(url), 'utf8')) as T;
}

/**
 * The first place where two values of JSON differ, or undefined. Numbers may differ by 1e-15 of their size: LightGBM
 * reads some numbers of its own files one bit off.
 */
export function firstDifference(found: unknown, expected: unknown, path = '$'): string | undefined {
  if (typeof found === 'number' && typeof expected === 'number') {
    const gap = Math.abs(found - expected);
    return gap <= 1e-15 * Math.abs(expected) ? undefined : `${path}: ${found}, not ${expected}`;
  }
  if (found === null || expected === null || typeof found !== 'object') {
    return found === expected ? undefined : `${path}: ${found}, not ${expected}`;
  }
  if (typeof expected !== 'object') return `${path}: not ${expected}`;
  const keys = Object.keys(found);
  const wanted = Object.keys(expected);
  if (keys.join() !== wanted.join()) return `${path}: keys ${keys}, not ${wanted}`;
  for (const key of keys) {
    const difference = firstDifference(
      (found as Record<string, unknown>)[key],
      (expected as Record<string, unknown>)[key],
      `${path}.${key}`,
    );
    if (difference !== undefined) return difference;
  }
  return undefined;
}
