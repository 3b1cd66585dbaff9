/** LightGBM's text models as a format that is told by its first line. */
import type { ModelFormat } from '../model-format.js';
import { parseModel } from './read.js';
import { formatModel } from './write.js';

const text = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');

export const lightgbmText: ModelFormat = {
  name: 'LightGBM text',
  matches: (head) => /^tree\r?\n/.test(text(head)),
  read: (bytes, name) => parseModel(text(bytes), name),
  write: formatModel,
};
