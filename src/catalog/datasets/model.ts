/** A dataset that is a trained model in LightGBM's text form. */
import type { Model } from '../../boosting/index.js';
import { CambiumError } from '../../errors.js';
import { describe } from '../configuration/index.js';
import { FileDataset } from './file-dataset.js';

const boosting = () => import('../../boosting/index.js');

/** Loads and saves a `Model`. */
export class ModelDataset extends FileDataset<Model> {
  readonly kind = 'ModelDataset';

  protected async read(path: string): Promise<Model> {
    return (await boosting()).readModel(path);
  }

  protected async write(path: string, model: Model): Promise<void> {
    const { Model, writeModel } = await boosting();
    if (!(model instanceof Model)) {
      throw new CambiumError('wrong-type', `expected a model, found ${describe(model)}`);
    }
    await writeModel(model, path);
  }
}
