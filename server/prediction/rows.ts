/** Turns payloads into a model's feature rows, either field by field or through a predictor. */
import { parseNumber, parseTruth } from '../../src/data/text/index.js';
import { isError, thrownMessage } from '../../src/runtime/index.js';
import type { Predictor, PredictorContext } from '../../src/serving/index.js';
import { type Categories, type CategoryCodes, categoryCodes } from './category-codes.js';
import { ANOTHER_TEXT, type FieldReader, fieldReader, nameFault, wrong } from './fields.js';
import type { Form } from './form.js';
import { kindOf } from './request-error.js';

/** A payload's fields, as JSON gives them. */
export type Payload = Readonly<Record<string, unknown>>;

/** Fills feature rows. Both readers throw RequestError 400. */
export interface RowReader {
  /** Names and types of the fields that a payload has, for people. */
  readonly input: Readonly<Record<string, string>>;
  /** @returns the row that the predictor's `answer` sees. */
  fromJson(payload: Payload, out: Float64Array): Payload;
  fromForm(form: Form, out: Float64Array): Payload;
}

/**
 * The payload's fields are the model's features: numbers, booleans as 0 and 1, null as missing. A feature of text
 * categories takes a text, a feature of numbers that stand for categories one of them; others are missing.
 */
export class FeatureRowReader implements RowReader {
  readonly #names: readonly string[];
  readonly #codes: readonly (CategoryCodes | undefined)[];

  constructor(featureNames: readonly string[], categories: Categories = new Map()) {
    this.#names = featureNames;
    this.#codes = categoryCodes(featureNames, categories);
  }

  get input(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      this.#names.map((name, i) => [
        name,
        this.#codes[i]?.areTexts === true ? 'string or null' : 'number or null',
      ]),
    );
  }

  fromJson(payload: Payload, out: Float64Array): Payload {
    const names = this.#names;
    for (let i = 0; i < names.length; i++) {
      const value = payload[names[i] as string];
      // A number minus itself is 0 only when it is finite.
      const codes = this.#codes[i];
      if (codes !== undefined) out[i] = this.#code(payload, names[i] as string, value, codes);
      else if (typeof value === 'number' && value - value === 0) out[i] = value;
      else out[i] = this.#other(payload, names[i] as string, value);
    }
    let fields = 0;
    for (const _ in payload) fields++;
    if (fields !== names.length) throw nameFault(payload, names, names) ?? new Error('fields');
    return payload;
  }

  #code(payload: Payload, name: string, value: unknown, codes: CategoryCodes): number {
    if (!codes.areTexts) {
      return codes.of(typeof value === 'number' ? value : this.#other(payload, name, value));
    }
    if (typeof value === 'string') return codes.of(value);
    if (!Object.hasOwn(payload, name)) throw nameFault(payload, this.#names, this.#names);
    if (value === null) return Number.NaN;
    throw wrong(name, 'a string or null', kindOf(value));
  }

  #other(payload: Payload, name: string, value: unknown): number {
    // What an object inherits, such as `constructor`, is no field.
    if (!Object.hasOwn(payload, name)) throw nameFault(payload, this.#names, this.#names);
    if (value === null) return Number.NaN;
    if (typeof value === 'boolean') return value ? 1 : 0;
    throw wrong(name, 'a number or null', kindOf(value));
  }

  fromForm(form: Form, out: Float64Array): Payload {
    const fault = nameFault(form, this.#names, this.#names);
    if (fault !== undefined) throw fault;
    this.#names.forEach((name, i) => {
      const text = form[name] as string;
      const codes = this.#codes[i];
      if (codes?.areTexts === true) {
        out[i] = codes.of(text);
        return;
      }
      const truth = parseTruth(text);
      const number = truth === undefined ? parseNumber(text) : Number(truth);
      // NaN is a missing value, an infinity none that a model takes from a request.
      if (number === undefined || Math.abs(number) === Number.POSITIVE_INFINITY) {
        throw wrong(name, 'a number', ANOTHER_TEXT);
      }
      out[i] = codes === undefined ? number : codes.of(number);
    });
    return form;
  }
}

/** A predictor's functions failed, or gave what the model cannot take: a fault of the API, not of the request. */
export class PredictorFault extends Error {
  override readonly name = 'PredictorFault';
}

/** The predictor's fields are checked and converted, then its `features` gives the row. */
export class PredictorRowReader implements RowReader {
  readonly #featureNames: readonly string[];
  readonly #codes: readonly (CategoryCodes | undefined)[];
  readonly #predictor: Predictor;
  readonly #context: PredictorContext;
  readonly #fields: readonly FieldReader[];
  readonly #names: readonly string[];
  readonly #required: readonly string[];

  constructor(
    featureNames: readonly string[],
    predictor: Predictor,
    context: PredictorContext,
    categories: Categories = new Map(),
  ) {
    this.#featureNames = featureNames;
    this.#codes = categoryCodes(featureNames, categories);
    this.#predictor = predictor;
    this.#context = context;
    const input = Object.entries(predictor.input);
    this.#fields = input.map(([name, field]) => fieldReader(name, field));
    this.#names = input.map(([name]) => name);
    this.#required = input.filter(([, field]) => field.optional !== true).map(([name]) => name);
  }

  get input(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(this.#predictor.input).map(([name, field]) => [
        name,
        `${field.type}${field.nullable === true ? ' or null' : ''}${field.optional === true ? ', optional' : ''}`,
      ]),
    );
  }

  fromJson(payload: Payload, out: Float64Array): Payload {
    this.#checkNames(payload);
    const row: Record<string, unknown> = {};
    for (const field of this.#fields) {
      const there = Object.hasOwn(payload, field.name);
      row[field.name] = there ? field.fromJson(payload[field.name]) : null;
    }
    return this.#fill(row, out);
  }

  fromForm(form: Form, out: Float64Array): Payload {
    this.#checkNames(form);
    const row: Record<string, unknown> = {};
    for (const field of this.#fields) {
      const text = form[field.name];
      row[field.name] = text === undefined ? null : field.fromText(text);
    }
    return this.#fill(row, out);
  }

  #checkNames(payload: Payload): void {
    let fields = 0;
    for (const _ in payload) fields++;
    let matched = 0;
    for (const name of this.#names) if (Object.hasOwn(payload, name)) matched++;
    if (matched === this.#names.length && fields === matched) return;
    const fault = nameFault(payload, this.#names, this.#required);
    if (fault !== undefined) throw fault;
  }

  #fill(row: Payload, out: Float64Array): Payload {
    try {
      const features = this.#predictor.features(row, this.#context);
      if (typeof features !== 'object' || features === null) {
        throw new PredictorFault(`features() gave ${kindOf(features)}, not an object`);
      }
      // Reading may run code of the predictor's too: getters, a proxy.
      this.#read(features, out);
    } catch (cause) {
      if (isError(cause) && cause instanceof PredictorFault) throw cause;
      throw new PredictorFault(`features() failed: ${thrownMessage(cause)}`, { cause });
    }
    return row;
  }

  #read(features: Readonly<Record<string, unknown>>, out: Float64Array): void {
    const names = this.#featureNames;
    for (let i = 0; i < names.length; i++) {
      const value = features[names[i] as string];
      const codes = this.#codes[i];
      // Of text categories a number is the place itself.
      if (typeof value === 'number') {
        out[i] = codes === undefined || codes.areTexts ? value : codes.of(value);
      } else if (typeof value === 'string' && codes?.areTexts === true) out[i] = codes.of(value);
      else {
        const text = codes?.areTexts === true ? ', a text of its categories' : '';
        throw new PredictorFault(
          `features() gave ${kindOf(value)} for the feature "${names[i]}"; expected a number${text}, or NaN for a missing value`,
        );
      }
    }
  }
}
