/** One deployed API: from a request's body to the text of its answer. */
import { thrownMessage } from '../../src/runtime/index.js';
import type { Predictor, PredictorContext } from '../../src/serving/index.js';
import type { Categories } from './category-codes.js';
import { chooseCodec } from './codecs/index.js';
import { kindOf, RequestError } from './request-error.js';
import {
  FeatureRowReader,
  type Payload,
  PredictorFault,
  PredictorRowReader,
  type RowReader,
} from './rows.js';

/** Scores one row at a time, at once. */
export interface RowScorer {
  readonly numFeatures: number;
  /** Numbers that a row gives: 1, or one a class. */
  readonly numOutputs: number;
  scoreRow(row: Float64Array, out: Float64Array): void;
  close(): void | Promise<void>;
}

export interface PredictionApiOptions {
  readonly featureNames: readonly string[];
  /** Values of features that the model knows as places in lists; default: none. */
  readonly categories?: Categories | undefined;
  readonly scorer: RowScorer;
  readonly predictor?: Predictor | undefined;
  readonly context: PredictorContext;
  /** Items that a list may have. */
  readonly maxItems: number;
}

/** The body of a reply. */
export interface Answer {
  readonly contentType: string;
  readonly body: string;
}

/** Answers requests with one model. */
export class PredictionApi {
  readonly rows: RowReader;
  readonly #scorer: RowScorer;
  readonly #predictor: Predictor | undefined;
  readonly #context: PredictorContext;
  readonly #maxItems: number;
  readonly #features: Float64Array;
  readonly #scores: Float64Array;

  constructor(options: PredictionApiOptions) {
    const { featureNames, categories, scorer, predictor, context, maxItems } = options;
    this.rows =
      predictor === undefined
        ? new FeatureRowReader(featureNames, categories)
        : new PredictorRowReader(featureNames, predictor, context, categories);
    this.#scorer = scorer;
    this.#predictor = predictor?.answer === undefined ? undefined : predictor;
    this.#context = context;
    this.#maxItems = maxItems;
    this.#features = new Float64Array(scorer.numFeatures);
    this.#scores = new Float64Array(scorer.numOutputs);
  }

  /**
   * Answers one body, at once: by the codec of its content type.
   * @throws RequestError for what the sender can correct, PredictorFault for what the API's owner can.
   */
  answer(body: Buffer, contentType: string): Answer {
    const codec = chooseCodec(contentType);
    const { rows, isList } = codec.decode(body, contentType, this.#maxItems);
    if (!isList) {
      const row = codec.read(this.rows, rows[0], this.#features, false);
      return { contentType: codec.answerType, body: codec.encode([this.#score(row)], false) };
    }
    const answers = rows.map((one, i) => {
      try {
        return this.#score(codec.read(this.rows, one, this.#features, true));
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        throw new RequestError(error.status, `item ${i}: ${error.message}`);
      }
    });
    return { contentType: codec.answerType, body: codec.encode(answers, true) };
  }

  /** Scores the row that lies in the feature buffer. */
  #score(row: Payload): string {
    const scores = this.#scores;
    this.#scorer.scoreRow(this.#features, scores);
    for (let i = 0; i < scores.length; i++) {
      const score = scores[i] as number;
      if (score - score !== 0) throw new PredictorFault(`the model's score is ${score}`);
    }
    if (this.#predictor === undefined) {
      return scores.length === 1 ? String(scores[0]) : `[${scores.join(',')}]`;
    }
    return this.#convert(scores.length === 1 ? (scores[0] as number) : [...scores], row);
  }

  #convert(score: number | readonly number[], row: Payload): string {
    let answer: unknown;
    let text: string | undefined;
    let isPromise = false;
    try {
      answer = this.#predictor?.answer?.(score, row, this.#context);
      // It throws for what JSON cannot hold, e.g. an object that holds itself.
      if (typeof answer !== 'number') text = JSON.stringify(answer);
      isPromise = answer instanceof Promise;
    } catch (cause) {
      throw new PredictorFault(`answer() failed: ${thrownMessage(cause)}`, { cause });
    }
    if (typeof answer === 'number') {
      if (Number.isFinite(answer)) return String(answer);
      throw new PredictorFault(`answer() gave ${answer}`);
    }
    if (isPromise) {
      throw new PredictorFault('answer() gave a promise: it must answer at once');
    }
    if (text === undefined) throw new PredictorFault(`answer() gave ${kindOf(answer)}`);
    return text;
  }

  async close(): Promise<void> {
    await this.#scorer.close();
  }
}
