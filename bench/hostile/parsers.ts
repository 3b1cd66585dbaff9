/** Every parser that reads a stranger's text, in one list: a seed that it accepts, and how to call it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSpecification } from '../../deploy/specification/index.js';
import { PredictionApi } from '../../server/prediction/index.js';
import { parseModel } from '../../src/boosting/formats/index.js';
import { resolveParameters } from '../../src/boosting/parameters/index.js';
import { readForcedBins } from '../../src/boosting/trainer/binning/forced-bins.js';
import { readForcedSplits } from '../../src/boosting/trainer/layout/forced-splits.js';
import { Configuration, DataCatalog, YamlFile } from '../../src/catalog/index.js';
import { readConfFile } from '../../src/cli/configuration/conf-file.js';
import { parseParameters, parseVersions } from '../../src/cli/run-options.js';
import { expressionFromJson } from '../../src/data/expressions/index.js';
import { readLibsvm, readTable } from '../../src/data/index.js';
import { readFieldFile, readSideFiles } from '../../src/data/lightgbm/index.js';
import { definePredictor } from '../../src/serving/index.js';

/** A multipart form's, as long as the parser of Node wants it. */
const BOUNDARY = '----------------------------7d1';

/** A parser under test. */
export interface FuzzedParser {
  readonly name: string;
  /** Texts that it accepts. */
  readonly seeds: readonly string[];
  /** Throws CambiumError or RequestError for what is no such text; anything else is a fault. */
  parse(text: string): unknown;
  /** Its calls take long, whatever the text, so fewer are made. */
  readonly slow?: boolean;
}

const MODEL = `tree
version=v4
num_class=1
num_tree_per_iteration=1
label_index=0
max_feature_idx=1
objective=regression
feature_names=a b
feature_infos=[0:1] 0:1:2
tree_sizes=255

Tree=0
num_leaves=2
num_cat=0
split_feature=0
split_gain=1
threshold=0.5
decision_type=2
left_child=-1
right_child=-2
leaf_value=0.1 0.2
leaf_weight=10 10
leaf_count=10 10
internal_value=0.15
internal_weight=20
internal_count=20
is_linear=0
shrinkage=1


end of trees

feature_importances:
a=1

parameters:
[boosting: gbdt]
end of parameters

pandas_categorical:[["x", "y"]]
`;

const API = `- name: trips # an API
  kind: RealtimeAPI
  predictor: { model: model.txt, config: { a: [1, "b"] }, env: { A: 'x' } }
  networking:
    endpoint: /trips
    max_request_size: 1Mi
`;

const CATALOG = `
_shared: &shared { type: csv, load_args: { separator: ";" } }
trips:
  <<: *shared
  filepath: data/\u0024{globals:name, trips}.csv
"{name}_model":
  type: model
  filepath: "data/{name}.txt"
`;

/** Training parameters of every kind of value. */
const PARAMETERS = [
  ...['metric', 'learning_rate', 'num_leaves', 'bagging_by_query', 'objective', 'label_gain'],
  ...['interaction_constraints', 'monotone_constraints', 'eval_at', 'categorical_feature'],
];

const predictor = definePredictor({
  input: {
    n: 'number',
    i: { type: 'integer', nullable: true },
    s: { type: 'string', values: ['x', 'y'] },
    t: 'timestamp',
    b: 'boolean',
  },
  features: ({ n }) => ({ a: n, b: 0 }),
});

const scorer = {
  numFeatures: 2,
  numOutputs: 1,
  scoreRow: (row: Float64Array, out: Float64Array) => {
    out[0] = Number.isNaN(row[0]) ? 0 : 1;
  },
  close: () => undefined,
};

function api(withPredictor: boolean): PredictionApi {
  return new PredictionApi({
    featureNames: ['a', 'b'],
    categories: new Map([['b', ['x', 'y']]]),
    scorer,
    predictor: withPredictor ? predictor : undefined,
    context: { api: 'fuzz', config: {}, env: {}, directory: '/' },
    maxItems: 1000,
  });
}

/** Calls each, whatever users' errors the ones before have ended in. */
async function all(...calls: readonly (() => unknown)[]): Promise<void> {
  for (const call of calls) {
    try {
      await call();
    } catch (error) {
      if (!isUserError(error)) throw error;
    }
  }
}

/**
 * The parsers; those of files write their text to `folder`, which exists.
 */
export function fuzzedParsers(folder: string): FuzzedParser[] {
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  for (const sub of ['conf/base', 'conf/local']) mkdirSync(join(folder, sub), { recursive: true });
  file('model.txt', MODEL);
  const features = api(false);
  const fields = api(true);
  const body = (target: PredictionApi, type: string) => (text: string) =>
    target.answer(Buffer.from(text), type);
  const form = 'application/x-www-form-urlencoded';
  const part = (name: string, value: string) =>
    `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const configuration = async (name: string, text: string) => {
    file(`conf/base/${name}.yml`, text);
    return Configuration.load({ folder: join(folder, 'conf'), root: folder });
  };
  return [
    {
      name: 'request body: JSON, features',
      seeds: ['{"a": -1.5e3, "b": "x"}', '[{"a":null,"b":"x\\u0041"},{"a":true,"b":null}]'],
      parse: body(features, 'application/json'),
    },
    {
      name: 'request body: JSON, a predictor’s fields',
      seeds: ['{"n":1,"i":2,"s":"x","t":"2016-03-14 17:24:55.5+01:00","b":false}'],
      parse: body(fields, 'application/json'),
    },
    {
      name: 'request body: form, features',
      seeds: ['a=-1.5e3&b=x%41'],
      parse: body(features, form),
    },
    {
      name: 'request body: form, a predictor’s fields',
      seeds: ['n=+1.5e3&i=2&s=x&t=2016-03-14T17:24:55Z&b=true'],
      parse: body(fields, form),
    },
    {
      name: 'request body: multipart',
      seeds: [`${part('a', '1.5')}${part('b', 'x')}--${BOUNDARY}--\r\n`],
      parse: body(features, `multipart/form-data; boundary=${BOUNDARY}`),
    },
    {
      name: 'content type',
      seeds: ['application/json; charset=utf-8', 'application/vnd.api+json'],
      parse: (text) => features.answer(Buffer.from('{"a":1,"b":"x"}'), text),
    },
    {
      name: 'API file (YAML)',
      seeds: [API],
      parse: (text) => readSpecification(file('api.yml', text)),
      slow: true,
    },
    {
      name: 'configuration (YAML)',
      seeds: [CATALOG],
      parse: (text) => YamlFile.parse(text, 'a.yml'),
      slow: true,
    },
    {
      name: 'catalog: patterns, interpolation',
      seeds: [CATALOG],
      parse: async (text) => {
        const catalog = new DataCatalog(await configuration('catalog', text), { root: folder });
        return catalog.has('new_model');
      },
      slow: true,
    },
    { name: 'model file (LightGBM text)', seeds: [MODEL], parse: (text) => parseModel(text) },
    {
      name: 'LibSVM',
      seeds: ['1 qid:1 1:0.5 3:-2e1 # c\n0 qid:2 2:nan\n'],
      parse: (text) => readLibsvm(file('a.svm', text)),
    },
    {
      name: 'CSV',
      seeds: ['a,b,"c ""d"""\n1,x,2016-03-14 17:24:55\n-2.5e3,"y\nz",\n'],
      parse: (text) => readTable(file('a.csv', text)),
      slow: true,
    },
    {
      name: 'CSV options',
      seeds: [';', "'", 'NA'],
      parse: (text) => {
        file('o.csv', 'a;b\n1;2\n');
        const path = join(folder, 'o.csv');
        return all(
          () => readTable(path, { separator: text }),
          () => readTable(path, { nullValues: [text] }),
          () => readTable(path, { columns: [text] }),
        );
      },
      slow: true,
    },
    {
      name: 'JSON lines',
      seeds: [
        '{"a":1,"b":"x","c":"2016-03-14"}\n{"a":-2.5e3,"b":null,"c":"2016-03-15"}\n',
        '[{"a":1},{"a":2}]',
      ],
      parse: (text) => readTable(file('a.ndjson', text)),
      slow: true,
    },
    {
      name: 'LightGBM’s data file',
      seeds: ['1,0.5,2,3\n0,-2e1,NA,4\n'],
      parse: (text) =>
        readFieldFile(
          { path: file('a.train', text), format: 'csv', header: false, separator: ',' },
          {},
        ),
      slow: true,
    },
    {
      name: 'side files: weights, groups, positions',
      seeds: ['1\n2.5e0\n3\n'],
      parse: async (text) => {
        const path = file('s.train', '');
        for (const ending of ['weight', 'query', 'position', 'init'])
          file(`s.train.${ending}`, text);
        const kinds = ['weight', 'group', 'position', 'initScore'] as const;
        const none = { weight: false, group: false, position: false, initScore: false };
        await all(...kinds.map((kind) => () => readSideFiles(path, 3, { ...none, [kind]: true })));
      },
    },
    {
      name: 'training configuration (.conf)',
      seeds: ['objective = binary # c\nnum_leaves=31\nmetric=auc,binary_logloss\n'],
      parse: (text) => readConfFile(file('a.conf', text)),
    },
    {
      name: 'training parameters',
      seeds: ['auc,binary_logloss', '-1.5e3', 'true', '[0,1,2],[3]'],
      parse: (text) => all(...PARAMETERS.map((name) => () => resolveParameters({ [name]: text }))),
    },
    {
      name: 'run options: --params, --load-versions',
      seeds: ['a=1,b.c=[x, {d: "e"}]', 'model:2026-01-31T10.20.30.456Z'],
      parse: (text) =>
        all(
          () => parseParameters(text),
          () => parseVersions(text),
        ),
      slow: true,
    },
    {
      name: 'expression (JSON)',
      seeds: [
        '{"op":"call","function":"add","arguments":[{"op":"column","name":"a","kind":"number"},{"op":"literal","value":1,"kind":"number"}]}',
      ],
      parse: (text) => {
        let json: unknown;
        try {
          json = JSON.parse(text);
        } catch {
          return;
        }
        expressionFromJson(json);
      },
    },
    {
      name: 'forced splits and bins (JSON)',
      seeds: [
        '{"feature":0,"threshold":0.5,"left":{"feature":1,"threshold":1}}',
        '[{"feature":0,"bin_upper_bound":[0.5,1e3]}]',
      ],
      parse: (text) => {
        const path = file('forced.json', text);
        return all(
          () => readForcedSplits(path, []),
          () => readForcedBins(path, ['a', 'b'], new Set()),
        );
      },
    },
  ];
}

/** Whether an error is one that a user can act on. */
export function isUserError(error: unknown): boolean {
  const name = error instanceof Error ? error.name : '';
  return name === 'CambiumError' || name === 'RequestError';
}
