import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CambiumError } from '../../../src/index.js';
import { type Node, node, Pipeline, pipeline } from '../../../src/pipeline/index.js';

const through = (...values: unknown[]) => values[0];
/** `make('a,b -> c', 'name')` */
function make(
  text: string,
  name: string,
  options: { tags?: string[]; namespace?: string } = {},
): Node {
  const [inputs = '', outputs = ''] = text.split('->').map((part) => part.trim());
  const list = (part: string) => (part === '' ? null : part.split(',').map((one) => one.trim()));
  return node(through, list(inputs), list(outputs), { name, ...options });
}
const names = (from: Pipeline) => from.nodes.map((one) => one.name);
function failure(body: () => unknown): CambiumError {
  try {
    body();
  } catch (error) {
    if (error instanceof CambiumError) return error;
    throw error;
  }
  throw new Error('expected an error');
}

describe('order', () => {
  const chain = [make('c -> d', 'third'), make('a -> b', 'first'), make('b -> c', 'second')];

  test('comes from data alone', () => {
    expect(names(pipeline(chain))).toEqual(['first', 'second', 'third']);
    expect(names(pipeline([...chain].reverse()))).toEqual(['first', 'second', 'third']);
  });

  test('layers are sorted by name', () => {
    const made = pipeline([make('a -> z', 'zebra'), make('a -> y', 'Ape'), make('y -> x', 'bee')]);
    expect(made.layers.map((layer) => layer.map((one) => one.name))).toEqual([
      ['Ape', 'zebra'],
      ['bee'],
    ]);
  });

  test('any order of the same nodes is the same pipeline, and producers come first', () => {
    const edges = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 });
    fc.assert(
      fc.property(edges, fc.infiniteStream(fc.nat(1000)), (pairs, order) => {
        const nodes = Array.from({ length: 12 }, (_, index) => {
          const inputs = pairs.filter(([a, b]) => a < b && b === index).map(([a]) => `d${a}`);
          return make(`raw,${inputs.join(',') || 'raw'} -> d${index}`, `n${index}`);
        });
        const keyed = nodes.map((one) => ({ one, key: order.next().value as number }));
        const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ one }) => one);
        const made = pipeline(shuffled);
        expect(names(made)).toEqual(names(pipeline(nodes)));
        const seen = new Set(['raw']);
        for (const one of made.nodes) {
          for (const input of one.inputNames) expect(seen).toContain(input);
          for (const output of one.outputNames) seen.add(output);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('formats of a dataset share its producer', () => {
    const made = pipeline([make('x@arrow -> y', 'reads'), make('a -> x@csv', 'writes')]);
    expect(names(made)).toEqual(['writes', 'reads']);
    expect(made.inputs).toEqual(['a']);
    expect(made.outputs).toEqual(['y']);
  });
});

describe('what it knows of itself', () => {
  const made = pipeline([
    make('raw,params:a.b -> clean', 'clean', { tags: ['x'] }),
    make('clean,parameters -> model', 'train', { namespace: 'ml', tags: ['y'] }),
  ]);
  test('inputs, outputs, datasets, parameters, tags, namespaces', () => {
    expect(made.inputs).toEqual(['parameters', 'params:a.b', 'raw']);
    expect(made.outputs).toEqual(['model']);
    expect(made.datasets).toEqual(['clean', 'model', 'raw']);
    expect(made.parameters).toEqual(['parameters', 'params:a.b']);
    expect(made.tags).toEqual(['x', 'y']);
    expect(made.namespaces).toEqual(['ml']);
    expect(String(made)).toContain('ml.train: through([clean;parameters]) -> [model]');
  });
});

describe('combining', () => {
  const [a, b, c] = [make('-> a', 'a'), make('a -> b', 'b'), make('b -> c', 'c')] as const;
  test('plus, or, minus, and', () => {
    const ab = pipeline([a, b]);
    const bc = pipeline([b, c]);
    expect(names(ab.plus(bc))).toEqual(['a', 'b', 'c']);
    expect(names(ab.or(bc))).toEqual(['a', 'b', 'c']);
    expect(names(ab.minus(bc))).toEqual(['a']);
    expect(names(ab.and(bc))).toEqual(['b']);
    expect(names(pipeline([ab, c]))).toEqual(['a', 'b', 'c']);
    // The same node made again is the same node.
    expect(names(ab.plus(pipeline([make('a -> b', 'b')])))).toEqual(['a', 'b']);
  });
});

describe('errors', () => {
  test('a cycle names its nodes and the way round', () => {
    const error = failure(() =>
      pipeline([
        make('x,c -> a', 'one'),
        make('a -> b', 'two'),
        make('b -> c', 'three'),
        make('c -> end', 'after'),
      ]),
    );
    expect(error.code).toBe('cycle');
    expect(error.problem).toBe(
      'circular dependencies exist among the following 3 item(s): one, three, two',
    );
    expect(error.hint).toMatch(
      /^(one → two → three → one|two → three → one → two|three → one → two → three)$/,
    );
  });

  test('two producers of one dataset, formats included', () => {
    const error = failure(() => pipeline([make('a -> x@csv', 'one'), make('b -> x@json', 'two')]));
    expect(error.problem).toBe(
      'outputs are returned by more than one node: "x" by one and two; node outputs must be unique',
    );
  });

  test('duplicate node names', () => {
    const error = failure(() => pipeline([make('a -> x', 'one'), make('b -> y', 'one')]));
    expect(error.message).toContain(
      'these appear more than once: "one" (through([a]) -> [x]; through([b]) -> [y])',
    );
  });

  test('a dataset with and without a format', () => {
    expect(
      failure(() => pipeline([make('a -> x@csv', 'one'), make('x -> y', 'two')])).problem,
    ).toBe('these datasets are used both with "@format" and without it: x');
  });

  test('something that is no node', () => {
    expect(failure(() => pipeline([{} as Node])).code).toBe('invalid-pipeline');
  });
});

describe('slices', () => {
  const whole = pipeline([
    make('raw -> clean', 'clean', { tags: ['de'] }),
    make('clean -> features', 'features', { tags: ['de', 'slow'] }),
    make('features,params:t -> model', 'train', { namespace: 'ml', tags: ['ds'] }),
    make('model,features -> metrics', 'evaluate', { namespace: 'ml.check', tags: ['ds'] }),
    make('clean -> plot@png', 'plot'),
  ]);
  test.each([
    [{}, ['clean', 'features', 'plot', 'ml.train', 'ml.check.evaluate']],
    [{ fromNodes: ['features'] }, ['features', 'ml.train', 'ml.check.evaluate']],
    [{ toNodes: ['ml.train'] }, ['clean', 'features', 'ml.train']],
    [{ fromInputs: ['clean'] }, ['features', 'plot', 'ml.train', 'ml.check.evaluate']],
    [{ fromInputs: ['params:t'] }, ['ml.train', 'ml.check.evaluate']],
    [{ toOutputs: ['features'] }, ['clean', 'features']],
    [{ toOutputs: ['plot'] }, ['clean', 'plot']],
    [{ nodes: ['clean', 'plot'] }, ['clean', 'plot']],
    [{ tags: ['slow', 'ds'] }, ['features', 'ml.train', 'ml.check.evaluate']],
    [{ namespaces: ['ml'] }, ['ml.train', 'ml.check.evaluate']],
    [{ namespaces: ['ml.check'] }, ['ml.check.evaluate']],
    [{ fromNodes: ['features'], toNodes: ['ml.train'] }, ['features', 'ml.train']],
    [{ tags: ['de'], fromNodes: ['features'], nodes: [] }, ['features']],
  ])('%j', (slice, expected) => {
    expect(names(whole.slice(slice))).toEqual(expected);
  });

  test.each([
    [{ fromNodes: ['featuers'] }, 'the pipeline has no node "featuers" (did you mean "features"?)'],
    [{ nodes: ['train'] }, 'the pipeline has no node "train" (did you mean "ml.train"?)'],
    [{ toOutputs: ['raw'] }, 'the pipeline has no dataset "raw" that is made by a node'],
    [{ fromInputs: ['metrics'] }, 'the pipeline has no dataset "metrics" that is read by a node'],
    [{ tags: ['dee'] }, 'the pipeline has no tag "dee" (did you mean "de"?)'],
    [{ namespaces: ['mll'] }, 'the pipeline has no namespace "mll" (did you mean "ml"?)'],
    [
      { fromNodes: ['plot'], tags: ['ds'] },
      'the pipeline contains no nodes after applying all provided filters: --from-nodes plot --tags ds',
    ],
  ])('%j is refused', (slice, message) => {
    expect(failure(() => whole.slice(slice)).describe()).toContain(message);
  });
});

describe('namespaces and mappings', () => {
  const inner = pipeline([
    node(through, ['raw@csv', 'params:model.depth'], 'clean', { name: 'prepare' }),
    node(
      through,
      { a: 'clean', b: 'parameters' },
      { m: 'model' },
      { name: 'train', namespace: 'x' },
    ),
  ]);

  test('a namespace prefixes nodes, datasets and parameters', () => {
    const made = pipeline(inner, { namespace: 'one', tags: 'extra' });
    expect(made.nodes.map(String)).toEqual([
      'one.prepare: through([one.raw@csv;params:one.model.depth]) -> [one.clean]',
      'one.x.train: through([one.clean;parameters]) -> [one.model]',
    ]);
    expect(made.tags).toEqual(['extra']);
  });

  test('mapped names are not prefixed', () => {
    const made = pipeline(inner, {
      namespace: 'one',
      inputs: { raw: 'shared' },
      outputs: 'model',
      parameters: { 'model.depth': 'depth' },
    });
    expect(made.nodes.map(String)).toEqual([
      'one.prepare: through([shared@csv;params:depth]) -> [one.clean]',
      'one.x.train: through([one.clean;parameters]) -> [model]',
    ]);
  });

  test('the same pipeline twice', () => {
    const both = pipeline([
      pipeline(inner, { namespace: 'a', inputs: ['raw'] }),
      pipeline(inner, { namespace: 'b', inputs: ['raw'] }),
    ]);
    expect(names(both)).toEqual(['a.prepare', 'b.prepare', 'a.x.train', 'b.x.train']);
    expect(both.inputs).toEqual([
      'parameters',
      'params:a.model.depth',
      'params:b.model.depth',
      'raw@csv',
    ]);
  });

  test.each([
    [{ inputs: 'rwa' }, '"rwa" is not a free input of the pipeline (did you mean "raw"?)'],
    [{ inputs: 'clean' }, '"clean" is made by a node of the pipeline (map it under "outputs")'],
    [
      { inputs: 'params:model.depth' },
      '"params:model.depth" is a parameter (map it under "parameters")',
    ],
    [{ outputs: 'modle' }, '"modle" is not made by any of its nodes (did you mean "model"?)'],
    [
      { parameters: 'model.dept' },
      'no node of the pipeline reads "params:model.dept" (did you mean "params:model.depth"?)',
    ],
    [{ namespace: 'a b' }, '"a b" is not a valid namespace'],
  ])('%j is refused', (options, message) => {
    expect(failure(() => pipeline(inner, options)).describe()).toContain(message);
  });

  test('an empty pipeline is one', () => {
    expect(pipeline([]).nodes).toEqual([]);
    expect(new Pipeline([]).plus(inner).nodes).toHaveLength(2);
  });
});
