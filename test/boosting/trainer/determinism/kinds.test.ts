import { afterEach, expect, test } from 'vitest';
import { formatModel, train } from '../../../../src/boosting/index.js';
import { type Case, caseData, cases, caseTable } from '../support/cases.js';

afterEach(() => {
  delete process.env['CAMBIUM_WASM'];
});

const valid = [{ name: 'held out', table: caseTable().slice(3000, 9001) }];

async function run(kind: Case, threads: number) {
  const parameters = {
    ...{ num_iterations: 4, num_leaves: 15, learning_rate: 0.2 },
    ...kind.parameters,
    num_threads: threads,
  };
  const isRanking = kind.data?.group !== undefined;
  const result = await train(parameters, caseData(kind, caseTable()), isRanking ? {} : { valid });
  expect(result.threads).toBe(threads);
  return result;
}

test.each(Object.entries(cases))(
  '%s: 2 and 3 threads and the debug build give the bytes and the metrics of one thread',
  async (_, kind) => {
    const one = await run(kind, 1);
    const text = formatModel(one.model);
    expect(one.model.trees.some(({ numLeaves }) => numLeaves > 4)).toBe(true);
    for (const threads of [2, 3]) {
      const many = await run(kind, threads);
      expect(formatModel(many.model) === text, `${threads} threads`).toBe(true);
      expect(many.evaluations).toEqual(one.evaluations);
    }
    process.env['CAMBIUM_WASM'] = 'debug';
    expect(formatModel((await run(kind, 2)).model) === text, 'the debug build').toBe(true);
  },
);
