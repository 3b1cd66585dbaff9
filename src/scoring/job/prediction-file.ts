/** The file that predictions go to: a table with a column a number, or LightGBM's text. */
import { type FileHandle, open } from 'node:fs/promises';
import { formatDouble } from '../../boosting/formats/index.js';
import type { Model } from '../../boosting/model/index.js';
import { openTableWriter } from '../../data/index.js';
import { PartialFile, unwritable } from '../../runtime/index.js';
import type { ScoreKind } from '../scorer.js';
import { outputColumns, outputFields } from './output-columns.js';

/** Takes answers batch by batch. The file appears, whole, when {@link close} returns. */
export interface PredictionFile {
  readonly rows: number;
  /** Appends `rows × outputs` numbers, row by row. */
  append(answers: Float64Array, rows: number): Promise<void>;
  close(): Promise<void>;
  /** Removes what was written. Does nothing after {@link close}. */
  abort(): Promise<void>;
}

/** What is written. */
export interface PredictionLayout {
  readonly model: Model;
  readonly kind: ScoreKind;
  /** Numbers of a row. */
  readonly outputs: number;
  /** LightGBM's text whatever the name; only for `.txt` unless told. */
  readonly asText?: boolean | undefined;
}

/** @throws CambiumError `unwritable`, and what opening a table for writing throws */
export async function openPredictionFile(
  path: string,
  { model, kind, outputs, asText }: PredictionLayout,
): Promise<PredictionFile> {
  if (asText ?? /\.txt$/i.test(path)) return TextFile.open(path, outputs);
  const writer = await openTableWriter(path, outputFields(model, kind, outputs));
  return {
    get rows() {
      return writer.rows;
    },
    append: (answers, rows) =>
      writer.appendColumns(outputColumns(kind, answers, rows, outputs), rows),
    close: () => writer.close(),
    abort: () => writer.abort(),
  };
}

/** Rows whose text is made at once. */
const TEXT_ROWS = 4096;

/** A line a row, its numbers separated by tabs, with 17 digits as C's `%.17g`: what LightGBM's `task=predict` writes. */
class TextFile implements PredictionFile {
  readonly #outputs: number;
  readonly #file: PartialFile;
  readonly #handle: FileHandle;
  #rows = 0;
  #closed = false;

  constructor(outputs: number, file: PartialFile, handle: FileHandle) {
    this.#outputs = outputs;
    this.#file = file;
    this.#handle = handle;
  }

  static async open(path: string, outputs: number): Promise<TextFile> {
    const file = new PartialFile(path);
    try {
      return new TextFile(outputs, file, await open(file.path, 'w'));
    } catch (error) {
      file.discard();
      throw unwritable(path, error);
    }
  }

  get rows(): number {
    return this.#rows;
  }

  async append(answers: Float64Array, rows: number): Promise<void> {
    try {
      for (let start = 0; start < rows; start += TEXT_ROWS) {
        const end = Math.min(rows, start + TEXT_ROWS);
        await this.#handle.appendFile(this.#lines(answers, start, end));
      }
    } catch (error) {
      await this.abort();
      throw unwritable(this.#file.target, error);
    }
    this.#rows += rows;
  }

  #lines(answers: Float64Array, start: number, end: number): string {
    let text = '';
    for (let row = start, at = start * this.#outputs; row < end; row++) {
      for (let output = 0; output < this.#outputs; output++, at++) {
        if (output > 0) text += '\t';
        text += formatDouble(answers[at]!);
      }
      text += '\n';
    }
    return text;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#handle.close();
    this.#file.commit();
  }

  async abort(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#handle.close();
    this.#file.discard();
  }
}
