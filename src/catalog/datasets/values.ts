/** Datasets of plain values: text, JSON, YAML, metrics. */
import { readFile, writeFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import { CambiumError } from '../../errors.js';
import { parseJson, writeAtomically } from '../../runtime/index.js';
import { describe, readYamlText, YamlFile } from '../configuration/index.js';
import { FileDataset } from './file-dataset.js';

const writeText = (path: string, text: string) =>
  writeAtomically(path, (partial) => writeFile(partial, text));

/** UTF-8 text; parts are joined. */
export class TextDataset extends FileDataset<string> {
  readonly kind = 'TextDataset';

  protected read(path: string): Promise<string> {
    return readFile(path, 'utf8');
  }

  protected async write(path: string, data: string): Promise<void> {
    if (typeof data !== 'string') {
      throw new CambiumError('wrong-type', `expected text, found ${describe(data)}`);
    }
    await writeText(path, data);
  }

  protected override join(chunks: string[]): string {
    return chunks.join('');
  }
}

/** One JSON value; typed arrays are written as lists, parts as a list of the parts. */
export class JSONDataset extends FileDataset<unknown> {
  readonly kind: string = 'JSONDataset';

  protected async read(path: string): Promise<unknown> {
    const text = await readFile(path, 'utf8');
    try {
      return parseJson(text);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new CambiumError('json-syntax', `${path}: ${reason}`, { cause });
    }
  }

  protected async write(path: string, data: unknown): Promise<void> {
    await writeText(path, `${JSON.stringify(plain(data, []), undefined, 2)}\n`);
  }

  protected override join(chunks: unknown[]): unknown {
    return chunks;
  }
}

/** A JSON map of names to finite numbers, nested as one likes. */
export class MetricsDataset extends JSONDataset {
  override readonly kind: string = 'MetricsDataset';

  protected override async write(path: string, data: unknown): Promise<void> {
    checkMetrics(data, []);
    await super.write(path, data);
  }
}

/** One YAML value. */
export class YAMLDataset extends FileDataset<unknown> {
  readonly kind = 'YAMLDataset';

  protected async read(path: string): Promise<unknown> {
    return YamlFile.parse(await readYamlText(path, path), path).value;
  }

  protected async write(path: string, data: unknown): Promise<void> {
    await writeText(path, stringify(plain(data, [])));
  }

  protected override join(chunks: unknown[]): unknown {
    return chunks;
  }
}

function checkMetrics(data: unknown, path: readonly string[]): void {
  if (typeof data === 'number' && path.length > 0) return;
  if (typeof data === 'object' && data !== null && !Array.isArray(data)) {
    for (const [key, value] of Object.entries(data)) checkMetrics(value, [...path, key]);
    return;
  }
  const where = path.length === 0 ? 'metrics' : `metric "${path.join('.')}"`;
  const expected = path.length === 0 ? 'a map of names to numbers' : 'a number';
  throw new CambiumError('wrong-type', `${where} must be ${expected}, found ${describe(data)}`);
}

/** What JSON can hold, or an error that names the place: `JSON.stringify` would drop values silently. */
function plain(data: unknown, path: readonly string[]): unknown {
  const refuse = (what: string): never => {
    const where = path.length === 0 ? 'the value' : `the value at "${path.join('.')}"`;
    throw new CambiumError('wrong-type', `${where} is ${what}, which the file cannot hold`);
  };
  if (data === null || typeof data === 'string' || typeof data === 'boolean') return data;
  if (typeof data === 'number') return Number.isFinite(data) ? data : refuse(String(data));
  if (typeof data === 'bigint') {
    return BigInt(Number(data)) === data ? Number(data) : refuse(`the integer ${data}`);
  }
  if (typeof data !== 'object') return refuse(`a ${typeof data}`);
  if (path.length > 200) return refuse('nested more than 200 deep, or in itself');
  if (data instanceof Date) return data.toISOString();
  if (data instanceof Map) return plain(Object.fromEntries(data), path);
  if (ArrayBuffer.isView(data) && !(data instanceof DataView)) {
    return Array.from(data as Float64Array, (value, index) => plain(value, [...path, `${index}`]));
  }
  if (Array.isArray(data)) return data.map((value, index) => plain(value, [...path, `${index}`]));
  const entries = Object.entries(data).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, plain(value, [...path, key])]));
}
