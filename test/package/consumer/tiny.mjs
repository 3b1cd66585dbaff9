// Trains, saves, reads and scores a tiny model: what a user's first program does.
import { writeFileSync } from 'node:fs';

/** @param {typeof import('cambium')} cambium */
export async function tryOut({
  createScorer,
  readModel,
  readTable,
  scoreFiles,
  train,
  writeModel,
}) {
  const lines = ['x,z,y'];
  // More rows than are scored on the caller's thread, so that worker threads are started too.
  for (let i = 0; i < 20_000; i++) lines.push(`${i % 100},${i % 7},${i % 100 < 50 ? 1 : 3}`);
  writeFileSync('data.csv', `${lines.join('\n')}\n`);
  const table = await readTable('data.csv');
  const parameters = { num_iterations: 20, num_leaves: 4, learning_rate: 0.5, num_threads: 2 };
  const { model, threads } = await train(parameters, { table, label: 'y' });
  await writeModel(model, 'model.txt');
  const scorer = await createScorer(await readModel('model.txt'), { backend: 'wasm', threads: 2 });
  const scores = await scorer.score([Float64Array.of(10, 90), Float64Array.of(0, 0)], 2);
  await scorer.close();
  const { rows } = await scoreFiles({
    model,
    inputs: ['data.csv'],
    output: 'predictions.parquet',
    backend: 'wasm',
  });
  const predictions = await readTable('predictions.parquet');
  return {
    trained: table.numRows,
    threads,
    scores: Array.from(scores, (score) => Number(score.toFixed(2))),
    written: rows,
    read: predictions.numRows,
  };
}
