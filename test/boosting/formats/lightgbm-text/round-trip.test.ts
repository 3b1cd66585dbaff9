import { describe, expect, it } from 'vitest';
import { formatModel, parseModel } from '../../../../src/boosting/formats/index.js';
import { fixtureNames, modelText } from '../../support/fixtures.js';

describe('a model that LightGBM wrote', () => {
  it.each(fixtureNames)('%s is written back byte for byte', (name) => {
    const text = modelText(name);
    const again = formatModel(parseModel(text, name));
    // Comparing lines makes a difference readable.
    expect(again.split('\n')).toEqual(text.split('\n'));
  });
});
