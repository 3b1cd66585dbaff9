/** Which of a source's columns hold texts, without its rows. */

import type { DataType, Dictionary } from 'apache-arrow';
import { withConnection } from '../engine/index.js';
import { listFiles } from '../files/list-files.js';
import { ArrowTypeId } from '../schema/arrow-type-id.js';
import { openRelation } from './open-relation.js';
import type { SourceOptions } from './options.js';
import { requireFormat } from './require-format.js';

/**
 * Names of the columns of texts of a source's first file; of text files those whose first values are no numbers.
 * @throws CambiumError when the file is missing, or has no such form.
 */
export async function textColumns(
  source: string | readonly string[],
  options: SourceOptions = {},
): Promise<readonly string[]> {
  const [path] = (await listFiles(source)) as [string];
  if ((options.format ?? requireFormat(path)) === 'arrow') {
    const { readIpcBatches } = await import('./ipc/batches.js');
    for await (const batch of readIpcBatches(path)) {
      return batch.schema.fields.filter(({ type }) => isText(type)).map(({ name }) => name);
    }
    return [];
  }
  return withConnection(async (connection) => {
    const relation = await openRelation(connection, path, options);
    relation.dispose();
    const texts = relation.relationColumns.filter(({ type }) => /^(?:VARCHAR|ENUM)/.test(type));
    return texts.map(({ name }) => name);
  });
}

function isText(type: DataType): boolean {
  const { typeId } =
    (type.typeId as number) === ArrowTypeId.Dictionary ? (type as Dictionary).dictionary : type;
  return (typeId as number) === ArrowTypeId.Utf8 || (typeId as number) === ArrowTypeId.LargeUtf8;
}
