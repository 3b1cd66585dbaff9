import { expect, test } from 'vitest';
import { dumpModel, type ModelDump, parseModel } from '../../../../src/boosting/index.js';
import { fixtureNames, modelText } from '../../support/fixtures.js';
import { firstDifference, readPredictions } from '../../support/predictions.js';

const expected = readPredictions<Readonly<Record<string, ModelDump>>>('dumps.json');
const read = (name: string) => parseModel(modelText(name), name);
/** As a program reads it from a file. */
const throughJson = (dump: ModelDump): unknown => JSON.parse(JSON.stringify(dump));

test('there is a dump of every model', () => {
  expect(Object.keys(expected)).toEqual([...fixtureNames].sort());
});

test.each(fixtureNames)('%s: the second round, key by key', (name) => {
  const found = dumpModel(read(name), { startIteration: 1, numIteration: 1 });
  expect(firstDifference(throughJson(found), expected[name])).toBeUndefined();
});

test('a whole model, with gains', () => {
  const found = dumpModel(read('const_leaf'), { importance: 'gain' });
  expect(firstDifference(throughJson(found), readPredictions('whole-dump.json'))).toBeUndefined();
});

test('all rounds unless told', () => {
  const model = read('multiclass');
  const { tree_info } = dumpModel(model);
  expect(tree_info.map((tree) => tree.tree_index)).toEqual(model.trees.map((_, index) => index));
});

test('what differs is found', () => {
  const dump = throughJson(dumpModel(read('binary'), { startIteration: 1, numIteration: 1 }));
  const text = JSON.stringify(dump).replace('"default_left":true', '"default_left":false');
  expect(firstDifference(JSON.parse(text), expected['binary'])).toMatch(/default_left: false/);
});
