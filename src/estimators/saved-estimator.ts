/** Estimators in files: JSON with the parameters, LightGBM's text of the model, and what is known of the training. */
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import {
  type Evaluation,
  formatModel,
  type Model,
  type ObjectiveName,
  parseModel,
} from '../boosting/index.js';
import { CambiumError } from '../errors.js';
import { checkInput, unreadable, writeAtomically } from '../runtime/index.js';
import type { ClassLabel } from './class-labels.js';
import type { KeptParameters } from './estimator-parameters.js';

/** What `fit` leaves. */
export interface FittedState {
  readonly model: Model;
  readonly objective: ObjectiveName;
  readonly evaluations: readonly (readonly Evaluation[])[];
  readonly bestRound: readonly Evaluation[];
  readonly bestIteration: number;
  readonly dictionaries: ReadonlyMap<string, readonly string[]>;
  /** Of a classifier, in the order of probabilities. */
  readonly classes: readonly ClassLabel[];
}

const FORMAT = 'cambium-estimator';
const VERSION = 1;

/** JSON has no NaN and infinities: they are texts. */
const number = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)]);
const written = (value: number) => (Number.isFinite(value) ? value : String(value));

const evaluation = z.object({
  dataset: z.string(),
  metric: z.string(),
  value: number,
  higherIsBetter: z.boolean(),
});

const schema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  estimator: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  objective: z.string(),
  classes: z.array(z.union([z.number(), z.string(), z.boolean()])),
  dictionaries: z.record(z.string(), z.array(z.string())),
  bestIteration: z.number().int().nonnegative(),
  bestRound: z.array(evaluation),
  evaluations: z.array(z.array(evaluation)),
  model: z.string(),
});

/** @throws CambiumError `unwritable` */
export async function saveEstimator(
  path: string,
  estimator: string,
  parameters: KeptParameters,
  state: FittedState,
): Promise<void> {
  const round = (list: readonly Evaluation[]) =>
    list.map((one) => ({ ...one, value: written(one.value) }));
  const { objective, classes, bestIteration } = state;
  const text = JSON.stringify({
    format: FORMAT,
    version: VERSION,
    estimator,
    parameters,
    objective,
    classes,
    dictionaries: Object.fromEntries(state.dictionaries),
    bestIteration,
    bestRound: round(state.bestRound),
    evaluations: state.evaluations.map(round),
    model: formatModel(state.model),
  });
  await writeAtomically(path, (partial) => writeFile(partial, `${text}\n`));
}

/**
 * What a file holds.
 * @param estimator the class that reads it
 * @throws CambiumError `missing-file`, `unreadable`, `bad-estimator`
 */
export async function loadEstimator(
  path: string,
  estimator: string,
): Promise<{ readonly parameters: KeptParameters; readonly state: FittedState }> {
  const file = parse(await read(path), path);
  if (file.estimator !== estimator) {
    throw new CambiumError(
      'bad-estimator',
      `${path} holds a ${file.estimator}, not a ${estimator}`,
      {
        hint: `${file.estimator}.load reads it`,
      },
    );
  }
  const { bestIteration, bestRound, evaluations, classes } = file;
  return {
    parameters: file.parameters as KeptParameters,
    state: {
      model: parseModel(file.model, `the model in ${path}`),
      objective: file.objective as ObjectiveName,
      evaluations,
      bestRound,
      bestIteration,
      classes,
      dictionaries: new Map(Object.entries(file.dictionaries)),
    },
  };
}

async function read(path: string): Promise<string> {
  const options = { expected: 'a saved estimator' };
  checkInput(path, options);
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw unreadable(path, error, options);
  });
}

function parse(text: string, path: string): z.infer<typeof schema> {
  const bad = (what: string, cause?: unknown) =>
    new CambiumError('bad-estimator', `${path} is not a saved estimator: ${what}`, {
      hint: text.startsWith('tree')
        ? 'it is a model file: readModel reads it'
        : 'save of an estimator writes such files',
      cause,
    });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw bad('it is not JSON', cause);
  }
  const { success, data, error } = schema.safeParse(json);
  if (success) return data;
  const [issue] = error.issues;
  throw bad(`${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'unknown'}`, error);
}
