/** One deployed API: from a request's body to the text of its answer. */
import { thrownMessage } from '../../src/runtime/index.js';
import type { Predictor, PredictorContext } from '../../src/serving/index.js';
import type { Categories } from './category-codes.js';
import { quoted } from './fields.js';
import { type Form, parseForm, parseMultipartForm } from './form.js';
import { parseJson } from './json.js';
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

/** How a body is read. */
type BodyForm = 'json' | 'form' | 'multipart';

/** @throws RequestError 415. */
function bodyForm(contentType: string): BodyForm {
  // By far the most common, and no text is made.
  if (contentType === 'application/json' || contentType === '') return 'json';
  const type = (contentType.split(';', 1)[0] as string).trim().toLowerCase();
  if (type === 'application/json' || type.endsWith('+json') || type === '') return 'json';
  if (type === 'application/x-www-form-urlencoded') return 'form';
  if (type === 'multipart/form-data') return 'multipart';
  throw new RequestError(
    415,
    `content type ${quoted(type)} is not supported: send application/json, application/x-www-form-urlencoded or multipart/form-data`,
  );
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
   * Answers one body, at once: a number for an object, a list for a list.
   * @throws RequestError for what the sender can mend, PredictorFault for what the API's owner can.
   */
  answer(body: Buffer, contentType: string): string {
    const form = bodyForm(contentType);
    if (form === 'form') return this.#answerForm(parseForm(body));
    if (form === 'multipart') return this.#answerForm(parseMultipartForm(body, contentType));
    const payload = parseJson(body);
    if (Array.isArray(payload)) return this.#answerList(payload);
    return this.#answerObject(payload, 'an object with the fields, or a list of such objects');
  }

  #answerForm(form: Form): string {
    return this.#score(this.rows.fromForm(form, this.#features));
  }

  #answerObject(payload: unknown, expected: string): string {
    if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
      throw new RequestError(400, `expected ${expected}, found ${kindOf(payload)}`);
    }
    return this.#score(this.rows.fromJson(payload as Payload, this.#features));
  }

  #answerList(items: readonly unknown[]): string {
    if (items.length > this.#maxItems) {
      throw new RequestError(
        400,
        `a list may have ${this.#maxItems} items, this one has ${items.length}`,
      );
    }
    let text = '[';
    for (let i = 0; i < items.length; i++) {
      try {
        text += (i === 0 ? '' : ',') + this.#answerObject(items[i], 'an object with the fields');
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        throw new RequestError(error.status, `item ${i}: ${error.message}`);
      }
    }
    return `${text}]`;
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
