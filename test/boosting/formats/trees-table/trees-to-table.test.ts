import { expect, test } from 'vitest';
import { parseModel, treesToTable } from '../../../../src/boosting/index.js';
import { modelText } from '../../support/fixtures.js';
import { firstDifference, readPredictions } from '../../support/predictions.js';

type Frame = Readonly<Record<string, readonly (string | number | null)[]>>;
const expected = readPredictions<Readonly<Record<string, Frame>>>('tables.json');

test.each(Object.keys(expected))('%s: as trees_to_dataframe', (name) => {
  const table = treesToTable(parseModel(modelText(name), name).slice(0, 2));
  const found: Record<string, (string | number | null)[]> = {};
  for (const { name: column } of table.schema.fields) {
    found[column] = [...table.getChild(column)!];
  }
  // There the sets of categories are in the column of thresholds.
  found['threshold'] = found['threshold']!.map((value, row) => value ?? found['categories']![row]!);
  delete found['categories'];
  expect(firstDifference(found, expected[name])).toBeUndefined();
});

test('columns keep their types where no node has a value', () => {
  const table = treesToTable(parseModel(modelText('const_leaf'), 'm').slice(0, 1));
  const types = Object.fromEntries(table.schema.fields.map(({ name, type }) => [name, `${type}`]));
  expect(types).toEqual({
    ...{ tree_index: 'Int32', node_depth: 'Int32', node_index: 'Utf8', left_child: 'Utf8' },
    ...{ right_child: 'Utf8', parent_index: 'Utf8', split_feature: 'Utf8' },
    ...{ split_gain: 'Float64', threshold: 'Float64', decision_type: 'Utf8' },
    ...{ missing_direction: 'Utf8', missing_type: 'Utf8', value: 'Float64', weight: 'Float64' },
    ...{ count: 'Int32', categories: 'Utf8' },
  });
});
