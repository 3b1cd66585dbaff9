/** A sparse table: half of the features are flags of which a block has at most one, half are amounts; 5% are not zero. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labelFile, PARTS, placeOf, writeDescription } from './columns.js';
import { draws, logistic } from './random.js';

const BLOCKS = 10;
const FLAGS = 10;
const AMOUNTS = 100;
const SHARE = 0.05;

const FEATURES: readonly string[] = [
  ...Array.from({ length: BLOCKS * FLAGS }, (_, i) => `flag_${Math.floor(i / FLAGS)}_${i % FLAGS}`),
  ...Array.from({ length: AMOUNTS }, (_, i) => `amount_${i}`),
];

/** Rows of a part as they are drawn. */
class SparsePart {
  readonly indptr: number[] = [0];
  readonly indices: number[] = [];
  readonly values: number[] = [];
  readonly label: number[] = [];
}

/** Writes `rows` rows in compressed form. */
export async function makeSparse(folder: string, rows: number): Promise<void> {
  const { uniform, normal, coin } = draws(200);
  const weights = Float64Array.from(FEATURES, () => 0.8 * normal());
  const parts = { train: new SparsePart(), test: new SparsePart() };
  const row = new Float64Array(FEATURES.length);
  for (let index = 0; index < rows; index++) {
    const part = parts[placeOf(index).part];
    row.fill(0);
    for (let block = 0; block < BLOCKS; block++) {
      const flag = Math.floor(uniform() / SHARE);
      if (flag < FLAGS) row[block * FLAGS + flag] = 1;
    }
    for (let feature = BLOCKS * FLAGS; feature < row.length; feature++) {
      // 32 bits, as they will be read: an amount must not be rounded to nothing.
      if (uniform() < SHARE) row[feature] = Math.fround(0.01 - Math.log(1 - uniform()));
    }
    let odds = -0.3;
    for (let feature = 0; feature < row.length; feature++) {
      const value = row[feature]!;
      if (value === 0) continue;
      odds += weights[feature]! * Math.min(value, 2);
      // What a flag means depends on the amount of the same number.
      if (feature < BLOCKS * FLAGS && row[BLOCKS * FLAGS + feature]! > 0) odds += 2;
      part.indices.push(feature);
      part.values.push(value);
    }
    part.indptr.push(part.indices.length);
    part.label.push(coin(logistic(odds)));
  }
  for (const name of PARTS) {
    const part = parts[name];
    writeFileSync(join(folder, `${name}.indptr.i32`), Int32Array.from(part.indptr));
    writeFileSync(join(folder, `${name}.indices.i32`), Int32Array.from(part.indices));
    writeFileSync(join(folder, `${name}.values.f32`), Float32Array.from(part.values));
    writeFileSync(labelFile(folder, name), Float32Array.from(part.label));
  }
  writeDescription(folder, {
    layout: 'csr',
    objective: 'binary',
    rows: { train: parts.train.label.length, test: parts.test.label.length },
    features: FEATURES,
    categorical: [],
  });
}
