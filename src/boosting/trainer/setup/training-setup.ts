/** What a training is made of, once all that the user gave is read and checked. */
import type { BinMapper } from '../../bins/index.js';
import type { ObjectiveDefinition, TrainingRows } from '../../objectives/index.js';
import type { Parameters } from '../../parameters/index.js';
import type { Columns, Dictionaries, FeatureChoice } from '../../training-data/training-data.js';
import type { Schedule } from '../options/schedule.js';

/** One table's columns, and its labels and weights as the trainer takes them. */
export interface TrainingTable {
  readonly name: string;
  readonly columns: Columns;
  readonly target: TrainingRows;
}

/** What a training is made of. */
export interface TrainingSetup {
  readonly parameters: Parameters;
  readonly objective: ObjectiveDefinition;
  readonly choice: FeatureChoice;
  readonly dictionaries: Dictionaries;
  readonly training: TrainingTable;
  readonly validation: readonly TrainingTable[];
  /** What changes from round to round, where something does. */
  readonly schedule?: Schedule | undefined;
  /** Where the features are cut into bins already. */
  readonly mappers?: readonly BinMapper[];
}
