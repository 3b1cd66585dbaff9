// What a typed program uses of the package, with the types it relies on written out.
import {
  CambiumError,
  column,
  createScorer,
  definePredictor,
  FeatureSet,
  type Hooks,
  type Model,
  node,
  type Pipeline,
  type Predictor,
  pipeline,
  type RunResult,
  readModel,
  readTable,
  runProject,
  type Scorer,
  type Table,
  type TrainResult,
  train,
  trainTestSplit,
  when,
  writeModel,
  writeTable,
} from 'cambium';

export const features: FeatureSet = new FeatureSet({
  hour: column('at').hour(),
  child: when(column('age').lessThan(18)).then(1).otherwise(0),
});

export async function learn(path: string): Promise<Model> {
  const table: Table = await readTable(path, { select: features.expressions });
  const { train: training, test } = await trainTestSplit(table, { testSize: 0.2, seed: 1 });
  const result: TrainResult = await train(
    { objective: 'binary', num_leaves: 31 },
    { table: training, label: 'child', features: ['hour'] },
    {
      valid: [{ name: 'test', table: test }],
      onIteration: ({ iteration, evaluations }) => {
        const [first] = evaluations;
        const value: number | undefined = first?.value;
        console.log(iteration, value);
      },
    },
  );
  await writeModel(result.model, 'model.txt');
  await writeTable(test, 'test.parquet');
  return readModel('model.txt');
}

export async function score(model: Model, rows: number): Promise<Float64Array> {
  const scorer: Scorer = await createScorer(model, { backend: 'auto' });
  try {
    return await scorer.score([new Float64Array(rows)], rows, 'raw');
  } finally {
    await scorer.close();
  }
}

export function createPipeline(): Pipeline {
  return pipeline([node(learn, 'params:path', 'model', { name: 'learn', tags: 'training' })]);
}

export const hooks: Hooks = {
  afterNodeRun: ({ node: { name }, seconds }) => console.log(name, seconds.toFixed(1)),
};

export const predictor: Predictor = definePredictor({
  input: { at: 'timestamp', age: { type: 'number', nullable: true } },
  features: ({ at, age }) => {
    const hour: number = at.getUTCHours();
    const years: number | null = age;
    return { hour, child: (years ?? 99) < 18 ? 1 : 0 };
  },
  answer: (value) => ({ probability: value }),
});

export async function main(): Promise<RunResult | string> {
  try {
    return await runProject({ hooks: [hooks] });
  } catch (error) {
    if (error instanceof CambiumError) return `${error.code}: ${error.describe()}`;
    throw error;
  }
}

// @ts-expect-error: a text is no number of leaves' place.
column('age').plus('text');
