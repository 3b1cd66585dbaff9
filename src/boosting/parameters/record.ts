/** What is known about one parameter: the row of the parameter tables. */

/** A value as a user may write it, on a command line, in YAML, or in a program. */
export type ParameterValue =
  | string
  | number
  | boolean
  | readonly (string | number | boolean | readonly number[])[]
  | null
  | undefined;

/** Parameters as files and command lines give them: any names, any values; checked when they are resolved. */
export type LooseParameterInput = Readonly<Record<string, ParameterValue>>;

/** A column of a table of the command line: its place among the columns, from 0, or its name. */
export type ColumnReference = number | string;

/**
 * How a value is written and read: `ints`, `doubles`, `enums` and `texts` are lists, as text separated by
 * commas; `column` and `columns` are places or, after `name:`, names; `groups` are lists of lists of
 * whole numbers, as text `[0,1],[2]`.
 */
export type ParameterType =
  | 'int'
  | 'double'
  | 'bool'
  | 'text'
  | 'enum'
  | 'ints'
  | 'doubles'
  | 'texts'
  | 'enums'
  | 'column'
  | 'columns'
  | 'groups';

/** Numbers that a parameter takes; {@link above} and {@link below} exclude the limit itself. */
export interface ParameterRange {
  readonly least?: number;
  readonly above?: number;
  readonly most?: number;
  readonly below?: number;
}

/** One parameter of LightGBM. */
export interface ParameterRecord<T = unknown> extends ParameterRange {
  readonly type: ParameterType;
  readonly default: T;
  /** Other names of it, as LightGBM has them. */
  readonly aliases?: readonly string[];
  /** For enumerations: every accepted word, with the value that it means. */
  readonly words?: Readonly<Record<string, string>>;
  /** One sentence for people. */
  readonly doc: string;
}

/** A parameter that changes nothing here. */
export interface IneffectiveRecord<T = unknown> extends ParameterRecord<T> {
  /** Why it has no effect, to stand behind a colon. */
  readonly why: string;
  /** Set where passing over it would train another model than the user expects: it is an error then. */
  readonly refused?: boolean;
}
