/** A small regression: ten features of which some work together, and noise. */
import { DenseTable } from './columns.js';
import { draws } from './random.js';

const FEATURES = Array.from({ length: 10 }, (_, feature) => `f${feature}`);

/** Writes `rows` rows; half of them are held out. */
export async function makeSmall(folder: string, rows: number): Promise<void> {
  const { normal } = draws(10_000);
  const table = new DenseTable(FEATURES, rows, 2);
  const x = new Float64Array(FEATURES.length);
  for (let row = 0; row < rows; row++) {
    for (let feature = 0; feature < x.length; feature++) x[feature] = normal();
    const [a, b, c, d, e, f] = x as unknown as [number, number, number, number, number, number];
    const label = 2 * Math.sin(a) + b * c + Math.max(0, d) - 0.5 * e * e * Math.sign(f);
    table.set(row, x, label + 0.5 * normal());
  }
  table.write(folder, { objective: 'regression', categorical: [] });
}
