/** What a user's predictor module says: the payload's fields, how they become features, and the answer. */
import { checkNames, type NamesOf } from '../errors.js';

/** How a field of a payload is written in JSON; in a form each is its text. */
export type FieldType = 'number' | 'integer' | 'string' | 'timestamp' | 'boolean';

/** A field of a payload with all that can be said about it. */
export interface FieldDefinition {
  readonly type: FieldType;
  /** The field may be null (in a form: empty); `features` then sees null. */
  readonly nullable?: boolean;
  /** The field may be left out, or null; `features` then sees null. */
  readonly optional?: boolean;
  /** Numbers and integers: the smallest value accepted. */
  readonly minimum?: number;
  /** Numbers and integers: the largest value accepted. */
  readonly maximum?: number;
  /** Strings: the only values accepted. */
  readonly values?: readonly string[];
  /** A value as in JSON, for the test row that `cambium deploy` tries before it starts an API. */
  readonly example?: string | number | boolean;
}

/** A type's name, or a whole definition. */
export type Field = FieldType | FieldDefinition;

interface Values {
  number: number;
  integer: number;
  string: string;
  /** Text without an offset is read as UTC. */
  timestamp: Date;
  boolean: boolean;
}

type TypeOf<F extends Field> = F extends FieldDefinition ? F['type'] : F & FieldType;
type MayBeNull<F> = F extends { nullable: true } | { optional: true } ? null : never;

/** What `features` and `answer` see: one value a field. */
export type PayloadRow<Input extends Readonly<Record<string, Field>>> = {
  readonly [Name in keyof Input]: Values[TypeOf<Input[Name]>] | MayBeNull<Input[Name]>;
};

/** What an API's file gives to its predictor. */
export interface PredictorContext {
  /** Name of the API. */
  readonly api: string;
  /** `predictor.config` of the API's file. */
  readonly config: Readonly<Record<string, unknown>>;
  /** `predictor.env` of the API's file. */
  readonly env: Readonly<Record<string, string>>;
  /** Folder of the API's file: paths in `config` are best read from here. */
  readonly directory: string;
}

/** How a payload becomes features, and a score an answer. */
export interface PredictorDefinition<
  Input extends Readonly<Record<string, Field>>,
  Score extends number | readonly number[] = number,
> {
  /** The fields of a payload. A request with another field, or without one of these, is refused. */
  readonly input: Input;
  /**
   * One number for each of the model's features, by name; NaN for a missing value. A feature of text categories takes
   * the text, or its place in the model's list, from 0; one that the model does not know is a missing value.
   */
  features(
    row: PayloadRow<Input>,
    context: PredictorContext,
  ): Readonly<Record<string, number | string>>;
  /**
   * Turns the model's score into the answer, e.g. a log back into seconds. Without it the score is
   * the answer. A model of several classes gives one probability a class.
   */
  answer?(score: Score, row: PayloadRow<Input>, context: PredictorContext): unknown;
}

const FIELD_NAMES: NamesOf<FieldDefinition> = {
  type: true,
  nullable: true,
  optional: true,
  minimum: true,
  maximum: true,
  values: true,
  example: true,
};

const brand = Symbol.for('cambium.predictor');

/** A predictor as {@link definePredictor} makes it, whatever its fields. */
export interface Predictor {
  readonly [brand]: true;
  readonly input: Readonly<Record<string, FieldDefinition>>;
  features(
    row: Readonly<Record<string, unknown>>,
    context: PredictorContext,
  ): Readonly<Record<string, number | string>>;
  answer?(
    score: number | readonly number[],
    row: Readonly<Record<string, unknown>>,
    context: PredictorContext,
  ): unknown;
}

/** What a predictor module may export: a predictor, or a function that makes one, e.g. after reading a file. */
export type PredictorExport =
  | Predictor
  | ((context: PredictorContext) => Predictor | Promise<Predictor>);

/**
 * Defines the predictor of an API; the module exports it as `default` or as `predictor`.
 *
 * ```ts
 * export default definePredictor({
 *   input: { pickup: 'timestamp', distance: { type: 'number', minimum: 0 } },
 *   features: (row) => ({ hour: row.pickup.getUTCHours(), distance: row.distance }),
 *   answer: (score) => Math.expm1(score),
 * });
 * ```
 * @throws TypeError without a map of fields; CambiumError `unknown-option` for a name that nothing reads.
 */
export function definePredictor<
  const Input extends Readonly<Record<string, Field>>,
  Score extends number | readonly number[] = number,
>(definition: PredictorDefinition<Input, Score>): Predictor {
  if (typeof definition?.input !== 'object' || definition.input === null) {
    throw new TypeError('definePredictor() expects "input", a map of fields to their types');
  }
  checkNames<PredictorDefinition<Input, Score>>('part of a predictor', definition, {
    input: true,
    features: true,
    answer: true,
  });
  const input = Object.fromEntries(
    Object.entries(definition.input).map(([name, field]) => {
      if (typeof field === 'string') return [name, { type: field }];
      checkNames<FieldDefinition>(`property of the field "${name}"`, field, FIELD_NAMES);
      return [name, field];
    }),
  );
  // A predictor's functions are called with rows of its own fields alone: the types meet again there.
  return { ...definition, input, [brand]: true } as unknown as Predictor;
}

/** Whether a value was made by {@link definePredictor}, by this or another copy of the package. */
export function isPredictor(value: unknown): value is Predictor {
  return typeof value === 'object' && value !== null && Reflect.get(value, brand) === true;
}
