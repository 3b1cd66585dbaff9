/** The keys and values of LightGBM's own example files all mean what they mean there. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parameterScope, resolveParameters } from '../../../src/boosting/parameters/index.js';
import { parseParameter } from './parse-parameter.js';

const folder = new URL('../../fixtures/lightgbm-conf/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.conf'));

/** `key = value` lines; comments from # on. */
function readConf(name: string): Readonly<Record<string, string>> {
  const lines = readFileSync(new URL(name, folder), 'utf8').split('\n');
  const pairs = lines.map((line) => line.replace(/#.*/, '').split('='));
  return Object.fromEntries(
    pairs.filter(({ length }) => length === 2).map(([key, value]) => [key!.trim(), value!.trim()]),
  );
}

/** What each file asks of training, in LightGBM's own names. */
const expected: Readonly<Record<string, object>> = {
  'regression.conf': { objective: 'regression', metric: ['l2'], learning_rate: 0.05 },
  'binary.conf': { objective: 'binary', metric: ['binary_logloss', 'auc'], num_leaves: 63 },
  'multiclass.conf': {
    objective: 'multiclass',
    metric: ['multi_logloss', 'auc_mu'],
    num_class: 5,
    early_stopping_round: 10,
  },
  'lambdarank.conf': { objective: 'lambdarank', metric: ['ndcg'], eval_at: [1, 3, 5] },
  'xendcg.conf': { objective: 'rank_xendcg', objective_seed: 8, eval_at: [1, 3, 5] },
};

describe.each(files)('%s', (name) => {
  const conf = readConf(name);

  it('has keys that are all known, and values that are all fit', () => {
    expect(Object.keys(conf).length).toBeGreaterThan(22);
    for (const [key, value] of Object.entries(conf)) {
      expect(parameterScope(key)).toBeDefined();
      expect(() => parseParameter(key, value)).not.toThrow();
    }
  });

  it('resolves', () => {
    const found = resolveParameters(conf);
    expect(found).toMatchObject({
      ...{ task: 'train', boosting: 'gbdt', num_iterations: 100, metric_freq: 1, max_bin: 255 },
      ...{ is_provide_training_metric: true, is_enable_sparse: true, save_binary: false },
      output_model: 'LightGBM_model.txt',
      min_sum_hessian_in_leaf: 5,
      ...expected[name],
    });
    expect(found.data).toMatch(/^\w+\.train$/);
    expect(found.valid).toEqual([found.data.replace('train', 'test')]);
  });

  it('says of one key only that it has no effect on training', () => {
    const notices: string[] = [];
    const forTraining = Object.entries(conf).filter(([key]) => parameterScope(key) !== 'command');
    resolveParameters(Object.fromEntries(forTraining), (line) => notices.push(line));
    expect(notices).toEqual([
      'parameter "machine_list_file" has no effect here: training runs on one machine, on all rows that it is given',
    ]);
  });
});

it('finds the files', () => {
  expect(files.sort()).toEqual(Object.keys(expected).sort());
});
