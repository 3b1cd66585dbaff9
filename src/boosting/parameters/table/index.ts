/** All tables of parameters, and the types that they give. */
import type { ParameterRecord } from '../record.js';
import { boostingParameters } from './boosting.js';
import { categoryParameters } from './categories.js';
import { commandParameters as command } from './command.js';
import { constraintParameters } from './constraints.js';
import { dartParameters } from './dart.js';
import { featureParameters } from './features.js';
import { metricParameters } from './metrics.js';
import { objectiveParameters } from './objective.js';
import { samplingParameters } from './sampling.js';
import { treeParameters } from './tree.js';

export type { BoostingName } from './boosting.js';
export type { TaskName } from './command.js';
export type { MonotoneMethod } from './constraints.js';
export { ineffectiveParameters } from './ineffective.js';
export type { ObjectiveName } from './objective.js';
export type { SampleStrategy } from './sampling.js';

/** What training and its metrics follow, by topic. */
export const trainingTopics = {
  objective: objectiveParameters,
  boosting: boostingParameters,
  dart: dartParameters,
  tree: treeParameters,
  sampling: samplingParameters,
  constraints: constraintParameters,
  features: featureParameters,
  categories: categoryParameters,
  metrics: metricParameters,
} as const;

const training = {
  ...objectiveParameters,
  ...boostingParameters,
  ...dartParameters,
  ...treeParameters,
  ...samplingParameters,
  ...constraintParameters,
  ...featureParameters,
  ...categoryParameters,
  ...metricParameters,
} as const;

type Values<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends ParameterRecord<infer T> ? T : never;
};

type Records<Table> = { readonly [Name in keyof Table]: ParameterRecord };

/** The values of all parameters that somebody here follows, by the tables' defaults. */
export type TableValues = Values<typeof training> & Values<typeof command>;

/** What the trainer follows. */
export const trainingParameters: Records<typeof training> = training;

/** What the tasks and files of the command line follow. */
export const commandParameters: Records<typeof command> = command;
