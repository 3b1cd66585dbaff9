/** The process of one training by Cambium: loads a data set's files, trains by the public function, prints one line. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeVector, Table } from 'apache-arrow';
import { formatModel, type Model, type TrainingData, train } from '../../src/boosting/index.js';
import { ColumnMemory, CsrMatrix, SparseTable } from '../../src/data/index.js';
import { CambiumError } from '../../src/errors.js';
import { createWasmScorer } from '../../src/scoring/index.js';
import {
  type Description,
  featuresFile,
  labelFile,
  type Part,
  readDescription,
  readInto,
} from './datasets/columns.js';
import type { Job, Outcome } from './job.js';
import { forgetPeak, peakBytes, residentBytes } from './resident-memory.js';

const LABEL = 'label';

/** The columns of a dense part, one after the other in a shared memory. */
function readColumns(folder: string, part: Part, { rows, features }: Description) {
  const count = rows[part];
  const memory = new ColumnMemory((features.length + 1) * count * 4);
  const all = memory.allocateFloat32(features.length * count);
  readInto(featuresFile(folder, part), all);
  const label = memory.allocateFloat32(count);
  readInto(labelFile(folder, part), label);
  const columns = features.map((_, i) => all.subarray(i * count, (i + 1) * count));
  return { columns, label };
}

function loadDense(folder: string, description: Description): TrainingData {
  const { columns, label } = readColumns(folder, 'train', description);
  const named = columns.map((column, i) => [description.features[i], makeVector(column)] as const);
  const table = new Table(Object.fromEntries([...named, [LABEL, makeVector(label)]]));
  const { features, categorical } = description;
  return { table, label: LABEL, features, ...(categorical.length > 0 ? { categorical } : {}) };
}

/** A part of a sparse data set, in a shared memory. */
function readSparse(folder: string, part: Part, { rows, features }: Description): CsrMatrix {
  const memory = new ColumnMemory();
  const indptr = memory.allocateInt32(rows[part] + 1);
  readInto(join(folder, `${part}.indptr.i32`), indptr);
  const entries = indptr[rows[part]]!;
  const indices = memory.allocateInt32(entries);
  const values = memory.allocateFloat32(entries);
  readInto(join(folder, `${part}.indices.i32`), indices);
  readInto(join(folder, `${part}.values.f32`), values);
  return new CsrMatrix({ rows: rows[part], columns: features.length, indptr, indices, values });
}

function loadSparse(folder: string, description: Description): TrainingData {
  const table: unknown = new SparseTable(
    readSparse(folder, 'train', description),
    description.features,
  );
  const label = new Float32Array(description.rows.train);
  readInto(labelFile(folder, 'train'), label);
  // A trainer without sparse tables says so when it is run, and its cell shows that.
  return { table: table as TrainingData['table'], label };
}

function load(folder: string, description: Description): TrainingData {
  return description.layout === 'dense'
    ? loadDense(folder, description)
    : loadSparse(folder, description);
}

/** Trains; a trainer that takes no sparse table fails in ways of its own, of which none says that. */
async function trainOn(data: TrainingData, parameters: Job['parameters'], sparse: boolean) {
  try {
    return await train(parameters, data);
  } catch (cause) {
    if (!(sparse && cause instanceof TypeError)) throw cause;
    const why = `train() takes no sparse table (${cause.message})`;
    throw new CambiumError('unsupported-table', why, { cause });
  }
}

/** The held-out rows' features, zeros and all: scoring is not what is measured. */
function heldOut(folder: string, description: Description): Float32Array[] {
  if (description.layout === 'dense') return readColumns(folder, 'test', description).columns;
  const { indptr, indices, values } = readSparse(folder, 'test', description);
  const count = description.rows.test;
  const columns = description.features.map(() => new Float32Array(count));
  for (let row = 0; row < count; row++) {
    for (let entry = indptr[row]!; entry < indptr[row + 1]!; entry++) {
      columns[indices[entry]!]![row] = values[entry]!;
    }
  }
  return columns;
}

async function predict(model: Model, folder: string, description: Description) {
  const scorer = await createWasmScorer(model);
  try {
    const columns = heldOut(folder, description);
    return await scorer.score(columns, description.rows.test, 'value');
  } finally {
    await scorer.close();
  }
}

async function run({ folder, parameters, predictions }: Job): Promise<Outcome> {
  const description = readDescription(folder);
  const data = load(folder, description);
  const loaded = residentBytes();
  forgetPeak();
  const cpu = process.cpuUsage();
  const started = performance.now();
  const { model, seconds } = await trainOn(data, parameters, description.layout === 'csr');
  const total = (performance.now() - started) / 1000;
  const used = process.cpuUsage(cpu);
  const peak = peakBytes();
  if (description.categorical.length > 0 && model.trees.every(({ numCat }) => numCat === 0)) {
    throw new CambiumError('categories', 'train() did not take the categories as such');
  }
  if (predictions !== undefined) {
    writeFileSync(predictions, await predict(model, folder, description));
  }
  return {
    total,
    binning: seconds.binning,
    cpuSeconds: (used.user + used.system) / 1e6,
    peakBytes: Math.max(0, peak - loaded),
    model: createHash('sha256').update(formatModel(model)).digest('hex').slice(0, 16),
  };
}

try {
  const outcome = await run(JSON.parse(process.argv.at(-1) as string));
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
} catch (error) {
  process.exitCode = 1;
  if (!(error instanceof CambiumError)) throw error;
  process.stderr.write(`error: ${error.describe()}\n`);
}
