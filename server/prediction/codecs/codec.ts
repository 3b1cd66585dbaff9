/** What a protocol of requests does: from a body to rows, and from the rows' answers to the body of the reply. */
import type { Payload, RowReader } from '../rows.js';

/** The rows of one body. */
export interface Decoded<Row> {
  readonly rows: readonly Row[];
  /** Whether the body was a list, even of one row: so is the reply. */
  readonly isList: boolean;
}

/** A protocol of requests, chosen by the content type. */
export interface Codec<Row = unknown> {
  /** Content types that it reads, for people. */
  readonly contentTypes: readonly string[];
  /** @param type the content type in lower case, without parameters; empty when the request has none */
  accepts(type: string): boolean;
  /**
   * @param contentType as it was sent, with its parameters
   * @param maxItems rows that a list may have
   * @throws RequestError 400
   */
  decode(body: Buffer, contentType: string, maxItems: number): Decoded<Row>;
  /**
   * Fills the feature row of one row.
   * @param isItem whether it is part of a list
   * @returns what the predictor's `answer` sees
   * @throws RequestError 400
   */
  read(reader: RowReader, row: Row, out: Float64Array, isItem: boolean): Payload;
  /** The reply's body. @param answers JSON texts, in the order of the rows */
  encode(answers: readonly string[], isList: boolean): string;
  /** The reply's content type. */
  readonly answerType: string;
}
