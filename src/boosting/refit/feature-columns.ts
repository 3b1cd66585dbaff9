/** Which columns of a table are a model's features. */
import type { Table } from 'apache-arrow';
import { requireColumn } from '../../data/index.js';
import { fieldName, type Model } from '../model/index.js';

/** In the model's order; a model file has underscores where a column's name has white space. @throws CambiumError `missing-column` */
export function columnNames(model: Model, table: Table): string[] {
  const names = table.schema.fields.map((field) => field.name);
  const columnOf = new Map(names.map((name) => [fieldName(name), name]));
  for (const name of names) columnOf.set(name, name);
  return model.featureNames.map((feature) => {
    const name = columnOf.get(feature) ?? feature;
    requireColumn(table, name);
    return name;
  });
}
