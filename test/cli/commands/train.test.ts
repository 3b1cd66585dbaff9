/** What `cambium train` does, writes and says. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatModel, parseModel, train as trainModel } from '../../../src/boosting/index.js';
import { readTable, writeTable } from '../../../src/data/index.js';
import { readMeta } from '../../boosting/support/fixtures.js';

import {
  call,
  cambium,
  folder,
  modelOf,
  read,
  taxi,
  train,
  write,
  writeLine,
} from './train-folder.js';

describe('a training', () => {
  test('writes the model that the library trains, says what was done, and the metrics', async () => {
    const run = train(
      ...[taxi, '--label', 'label', '--valid', taxi, '--num_leaves', '15', '--seed=1'],
      ...['--num-iterations', '12', '--metric', 'l2,rmse', '--output', 'out/model.txt'],
      ...['--metrics', 'out/metrics.json'],
    );
    expect(run).toMatchObject({ status: 0, stdout: '' });
    expect(run.stderr.split('\n')).toEqual([
      expect.stringMatching(/^read 1,500 rows and 13 features from .*train\.csv in [\d.]+ s$/),
      expect.stringMatching(
        /^cut into bins in [\d.]+ s, trained 12 rounds in [\d.]+ s on 1 thread$/,
      ),
      expect.stringMatching(/^metrics: train\.csv l2 0\.27[\d]+, train\.csv rmse 0\.52[\d]+$/),
      expect.stringMatching(/^features by gain: haversine_km [\d.]+%, hour /),
      'wrote out/model.txt: 12 rounds',
      '',
    ]);
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['metrics.json', 'model.txt']);

    const table = await readTable(taxi);
    const parameters = {
      num_leaves: 15,
      seed: 1,
      num_iterations: 12,
      metric: ['l2', 'rmse'] as const,
    };
    const { model } = await trainModel(parameters, { table, label: 'label' });
    expect(modelOf('out/model.txt').trees).toEqual(parseModel(formatModel(model)).trees);

    const metrics = JSON.parse(read('out/metrics.json'));
    expect(metrics).toMatchObject({
      ...{ model: 'out/model.txt', label: 'label', rows: 1500, features: 13, threads: 1 },
      ...{ iterations: 12, iterationsWanted: 12, bestIteration: 12 },
      ...{ stoppedEarly: false, interrupted: false },
      seconds: {
        reading: expect.any(Number),
        binning: expect.any(Number),
        training: expect.any(Number),
      },
    });
    // The validation rows are the training rows: LightGBM's own metrics of them are known.
    const known = readMeta('regression').eval['train']!['l2']!.slice(0, 12);
    const { l2, rmse } = metrics.evaluations['train.csv'];
    expect(l2).toHaveLength(12);
    l2.forEach((value: number, round: number) => {
      expect(value / known[round]!).toBeCloseTo(1, 6);
      expect(rmse[round] ** 2 / value).toBeCloseTo(1, 9);
    });
  });

  test('takes every format, and several tables', async () => {
    writeLine('a.csv', 300);
    const table = await readTable(join(folder, 'a.csv'));
    for (const name of ['a.parquet', 'a.arrow', 'a.json', 'a.tsv']) {
      await writeTable(table, join(folder, name));
    }
    const rest = ['--label', 'y', '--exclude', 'id,who', '--num_iterations', '3'];
    await call('a.csv', ...rest, '--output', 'csv.txt');
    for (const format of ['parquet', 'arrow', 'json', 'tsv']) {
      await call(`a.${format}`, ...rest, '--output', `${format}.txt`);
      expect(read(`${format}.txt`)).toBe(read('csv.txt'));
    }
    writeLine('b.csv', 100);
    await call('a.csv', 'b.csv', ...rest, '--output', 'both.txt', '--metrics', 'both.json');
    const { rows, features, data } = JSON.parse(read('both.json'));
    expect([rows, features, data]).toEqual([400, 3, 'a.csv and 1 more']);
  });

  test('chooses columns: features in their order, or all but some', async () => {
    writeLine('a.csv', 200);
    const rest = ['--label', 'y', '--num_iterations', '1', '--output', 'm.txt'];
    await call('a.csv', '--features', 'm, x', ...rest);
    expect(modelOf('m.txt').featureNames).toEqual(['m', 'x']);
    await call('a.csv', '--exclude', 'who,id', ...rest);
    expect(modelOf('m.txt').featureNames).toEqual(['x', 'm', 'late']);
    await call('a.csv', '--features', 'x,m,late', '--exclude', 'm', ...rest);
    expect(modelOf('m.txt').featureNames).toEqual(['x', 'late']);
  });

  test('parameters by any name, with dashes or underscores; options go before the file', () => {
    writeLine('a.csv', 200);
    write(
      'train.conf',
      '# a test\r\nobjective = binary\r\n\r\nnum_leaves=5 # few\nshrinkage_rate = 0.5\ntask=train\n',
    );
    const run = train(
      ...['a.csv', '--label', 'late', '--exclude', 'id,who', '--config', 'train.conf'],
      ...[
        '--min-child-samples=9',
        '--eta',
        '0.3',
        '--n_iter',
        '2',
        '--is_unbalance',
        '--two-round',
        'true',
      ],
      ...['--boost_from_average=false', '--output', 'm.txt'],
    );
    expect(run.status, run.stderr).toBe(0);
    const { parameters, objective } = modelOf('m.txt');
    expect(objective).toBe('binary sigmoid:1');
    expect(Object.fromEntries(parameters)).toMatchObject({
      ...{ num_leaves: '5', learning_rate: '0.3', min_data_in_leaf: '9', num_iterations: '2' },
      ...{ is_unbalance: '1', boost_from_average: '0' },
    });
    // What has no effect is said once.
    expect(run.stderr.match(/^note: parameter "two_round" has no effect here: .*$/gm)).toHaveLength(
      1,
    );
  });

  test('stops early and says why', () => {
    writeLine('a.csv', 200);
    writeLine('b.csv', 100, 25);
    const run = train(
      ...['a.csv', '--label', 'y', '--features', 'x,m', '--valid', 'b.csv', '--output', 'm.txt'],
      ...['--early_stopping_round', '3', '--learning_rate', '0.9', '--metrics', 'm.json'],
    );
    const { bestIteration, iterations, stoppedEarly } = JSON.parse(read('m.json'));
    expect(stoppedEarly).toBe(true);
    expect(iterations).toBe(bestIteration + 3);
    expect(run.stderr).toContain(
      `stopped early after ${iterations} rounds: l2 of b.csv has not improved for 3; the best round is ${bestIteration}\n`,
    );
    expect(modelOf('m.txt').trees).toHaveLength(bestIteration);
  });

  test('prints as much as verbosity says', () => {
    const rest = [taxi, '--label', 'label', '--num_iterations', '4', '--output', 'm.txt'];
    const noisy = [...rest, '--is_training_metric=true', '--valid', taxi, '--time_out', '9'];
    expect(train(...noisy, '--verbosity', '-1').stderr).toBe('');
    expect(train(...noisy, '--verbosity', '0').stderr).toMatch(/^note: .*\nread /);
    const lines = train(...noisy, '--verbosity', '2', '--metric_freq', '2').stderr.split('\n');
    expect(lines.slice(0, 2)).toEqual([
      expect.stringMatching(/^\[2\]\ttraining's l2: [\d.]+\ttrain\.csv's l2: [\d.]+$/),
      expect.stringMatching(/^\[4\]\ttraining's l2: [\d.]+\ttrain\.csv's l2: [\d.]+$/),
    ]);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s keeps the rounds that are done', async (signal) => {
    const child = spawn(
      process.execPath,
      [
        ...[cambium, 'train', taxi, '--label', 'label', '--num_iterations', '10000000'],
        ...['--valid', taxi, '--verbosity', '2', '--output', 'm.txt', '--metrics', 'm.json'],
      ],
      { cwd: folder },
    );
    let stderr = '';
    let sent = false;
    child.stderr.on('data', (part) => {
      stderr += part;
      if (!sent && stderr.includes('[20]\t')) sent = child.kill(signal);
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(status).toBe(1);
    expect(stderr).toMatch(/\ninterrupted: [\d,]+ of 10,000,000 rounds are kept\n/);
    expect(stderr).toMatch(/\nerror: interrupted: the model so far is in m\.txt\n$/);
    const { interrupted, bestIteration } = JSON.parse(read('m.json'));
    expect(interrupted).toBe(true);
    expect(bestIteration).toBeGreaterThanOrEqual(20);
    expect(modelOf('m.txt').trees).toHaveLength(bestIteration);
    expect(readdirSync(folder).sort()).toEqual(['m.json', 'm.txt']);
  });
});

test('help has examples and every parameter that training follows', async () => {
  const started = performance.now();
  const { status, stdout } = train('--help');
  // 200 ms on a quiet machine; the data layer alone would take longer than this.
  expect(performance.now() - started).toBeLessThan(2000);
  expect(status).toBe(0);
  expect(stdout).toMatch(/Examples:\n {2}cambium train /);
  const { parameterTable } = await import('../../../src/boosting/index.js');
  for (const name of Object.keys(parameterTable)) expect(stdout).toContain(`--${name} `);
});
