/** The types of parameters are those of the tables, and hold what a user writes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import {
  describeRange,
  type LooseParameterInput,
  type ParameterInput,
  type Parameters,
  resolveParameters,
  type TableValues,
} from '../../../src/boosting/parameters/index.js';
import * as tables from '../../../src/boosting/parameters/table/index.js';
import { packageRoot } from '../../../src/runtime/index.js';

it('the written types are current (npm run docs)', async () => {
  const script = pathToFileURL(join(packageRoot, 'scripts/parameter-types.mjs')).href;
  const { parameterTypes } = await import(script);
  const files: readonly [string, string][] = parameterTypes({ ...tables, describeRange });
  expect(files).toHaveLength(11);
  for (const [path, text] of files) {
    expect(readFileSync(join(packageRoot, path), 'utf8')).toBe(text);
  }
});

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

it('complete parameters have the types of the tables: the compiler looks', () => {
  const isSame: Same<Parameters, TableValues> = true;
  expect(isSame).toBe(true);
});

it('literals are checked by the compiler', () => {
  const accepted: ParameterInput = {
    ...{ objective: 'softmax', num_classes: 3, eta: 0.1, boost: 'random_forest' },
    ...{ metric: ['multi_error', 'multi_logloss'], feature_fraction: 0.5, seed: undefined },
    ...{ interaction_constraints: [[0, 1], [2]], categorical_feature: ['a', 3], verbose: -1 },
    ...{ monotone_constraints_method: 'advanced', device: 'gpu', mc: [1, 0, -1] },
  };
  expect(resolveParameters(accepted).objective).toBe('multiclass');
  const refused: readonly ParameterInput[] = [
    // @ts-expect-error: a misspelt name
    { num_leafs: 31 },
    // @ts-expect-error: text for a number
    { num_leaves: '31' },
    // @ts-expect-error: a word that is none of them
    { objective: 'binray' },
    // @ts-expect-error: a metric that there is not
    { metric: ['aux'] },
    // @ts-expect-error: a number for a list
    { mc: 1 },
    // @ts-expect-error: a list for lists
    { interaction_constraints: [0, 1] },
  ];
  expect(refused).toHaveLength(6);
});

it('records whose names are known at run time only pass the compiler, and are checked then', () => {
  const text: Readonly<Record<string, string>> = { num_leaves: '63', eta: '0.5' };
  const loose: LooseParameterInput = { num_leaves: '63', eta: null };
  expect(resolveParameters(text)).toMatchObject({ num_leaves: 63, learning_rate: 0.5 });
  expect(resolveParameters(loose)).toMatchObject({ num_leaves: 63, learning_rate: 0.1 });
});
