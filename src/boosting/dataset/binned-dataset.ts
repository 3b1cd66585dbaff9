/** A table whose features are cut into bins, once for many trainings. */
import type { ColumnMemory } from '../../data/index.js';
import type { BinMapper } from '../bins/index.js';
import type {
  Columns,
  Dictionaries,
  FeatureChoice,
  TrainingTable,
} from '../training-data/training-data.js';
import type { BinParameters } from './bin-parameters.js';

/** The columns that were told by name: validation tables have them too. */
export type ToldColumns = Partial<Pick<TrainingTable, 'label' | 'weight' | 'group' | 'initScore'>>;

/** What a data set is made of. Features lie in `memory`, in the order of `choice.names`. */
export interface DatasetParts {
  readonly memory: ColumnMemory;
  readonly choice: FeatureChoice;
  readonly dictionaries: Dictionaries;
  readonly columns: Columns;
  readonly mappers: readonly BinMapper[];
  readonly told: ToldColumns;
  readonly parameters: BinParameters;
  /**
   * Whether the features are the table's own values. Those of a file stand for bins only: no earlier
   * model can score them.
   */
  readonly hasValues: boolean;
}

/**
 * A binned data set: give it to {@link train} or {@link crossValidate} in place of a table.
 * {@link createDataset} makes it of a table, {@link loadDataset} reads it from a file.
 */
export class BinnedDataset {
  /** For the trainer. */
  readonly parts: DatasetParts;

  constructor(parts: DatasetParts) {
    this.parts = parts;
  }

  get numRows(): number {
    return this.parts.columns.rows;
  }

  get featureNames(): readonly string[] {
    return this.parts.choice.names;
  }

  /** What the bins were made by. */
  get parameters(): BinParameters {
    return this.parts.parameters;
  }

  /**
   * Writes bins, label, weights, queries and initial scores to one file, beside its place first.
   * @throws CambiumError `unwritable`
   */
  async save(path: string): Promise<void> {
    const { saveDataset } = await import('./save-dataset.js');
    await saveDataset(this.parts, path);
  }
}
