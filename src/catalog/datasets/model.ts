/** A dataset that is a trained model in LightGBM's text form. */
import { FileDataset } from './file-dataset.js';

interface BoostingModule {
  readModel(path: string): Promise<unknown>;
  writeModel(model: unknown, path: string): Promise<void>;
}

const BOOSTING: string = '../../boosting/index.js';
const boosting = async () => (await import(BOOSTING)) as BoostingModule;

/** Loads and saves a `Model`. */
export class ModelDataset extends FileDataset<unknown> {
  readonly kind = 'ModelDataset';

  protected async read(path: string): Promise<unknown> {
    return (await boosting()).readModel(path);
  }

  protected async write(path: string, model: unknown): Promise<void> {
    await (await boosting()).writeModel(model, path);
  }
}
