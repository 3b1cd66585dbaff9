/** What is known about one parameter: the row of the parameter tables. */

/** A value as a user may write it, on a command line, in YAML, or in a program. */
export type ParameterValue =
  | string
  | number
  | boolean
  | readonly (string | number | boolean)[]
  | null
  | undefined;

/** Parameters as a user gives them, by names or aliases of LightGBM. */
export type ParameterInput = Readonly<Record<string, ParameterValue>>;

export type ParameterType = 'int' | 'double' | 'bool' | 'enum' | 'enums';

/** Numbers that a parameter takes; {@link above} and {@link below} exclude the limit itself. */
export interface ParameterRange {
  readonly least?: number;
  readonly above?: number;
  readonly most?: number;
  readonly below?: number;
}

/** A parameter that training follows. */
export interface ParameterRecord<T = unknown> extends ParameterRange {
  readonly type: ParameterType;
  readonly default: T;
  /** Other names of it, as LightGBM has them. */
  readonly aliases?: readonly string[];
  /** For enumerations: every accepted word, with the value that it means. */
  readonly words?: Readonly<Record<string, string>>;
  /** For enumerations: words that LightGBM knows and Cambium does not follow yet. */
  readonly laterWords?: readonly string[];
  /** One sentence for people. */
  readonly doc: string;
}

/**
 * A parameter of LightGBM that training does not follow: `later` ones are refused unless they have
 * their default value; `none` ones change nothing here and are passed over with a notice.
 */
export interface OtherParameter {
  readonly effect: 'later' | 'none';
  /** LightGBM's default, as its model files write it. */
  readonly default: string;
  readonly aliases: readonly string[];
}
