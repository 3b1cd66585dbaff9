/** Checks configuration against a zod schema; each complaint names file, line, field, what was expected and found. */
import type { z } from 'zod';
import { CambiumError, didYouMean, nearest } from '../../errors.js';
import { formatLocation, type Location, type PathSegment } from './yaml-file.js';

/** What is being checked, for the message. */
export interface Subject {
  /** E.g. `dataset "trips"`. */
  readonly name: string;
  /** Where the value at a path inside the subject stands, if it came from a file. */
  locate(path: readonly PathSegment[]): Location | undefined;
}

/** What comes of a check: the parsed value, or everything that is wrong with it. */
export type Checked<Value> =
  | { readonly value: Value; readonly errors?: undefined }
  | { readonly errors: readonly CambiumError[] };

/** Checks a value, and tells all that is wrong, misspelt fields first: they explain missing ones. */
export function check<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  subject: Subject,
): Checked<z.output<Schema>> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return { value: result.data };
  const issues = [...result.error.issues].sort((a, b) => rank(a) - rank(b));
  const complaints = issues.flatMap((issue) => explain(issue, value, schema));
  const meant = new Set(complaints.map((one) => one.meant).filter((one) => one !== undefined));
  const errors = complaints
    // A field that is there under a misspelt name is not missing as well.
    .filter(({ missing }) => missing === undefined || !meant.has(missing))
    .map(({ path, message, hint }) => {
      const at = subject.locate(path);
      const where = at === undefined ? '' : `${formatLocation(at)}: `;
      return new CambiumError('invalid-configuration', `${where}${subject.name}: ${message}`, {
        hint,
      });
    });
  return { errors };
}

/**
 * Returns the parsed value.
 * @throws CambiumError `invalid-configuration` for the first complaint, with the number of others.
 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  subject: Subject,
): z.output<Schema> {
  const checked = check(schema, value, subject);
  if (checked.errors === undefined) return checked.value;
  const [first, ...others] = checked.errors;
  if (first === undefined) throw new Error('zod refused a value without saying why');
  if (others.length === 0) throw first;
  const { code, problem, hint } = first;
  throw new CambiumError(code, `${problem}; and ${others.length} more`, { hint });
}

function rank(issue: z.core.$ZodIssue): number {
  return issue.code === 'unrecognized_keys' ? 0 : 1;
}

interface Complaint {
  readonly path: readonly PathSegment[];
  readonly message: string;
  readonly hint: string | undefined;
  /** The field that is missing, and the one that a misspelt one stands for; dotted paths. */
  readonly missing?: string | undefined;
  readonly meant?: string | undefined;
}

function explain(
  issue: z.core.$ZodIssue,
  value: unknown,
  schema: z.ZodType,
): Complaint | Complaint[] {
  const path = issue.path.map((segment) => (typeof segment === 'symbol' ? 'symbol' : segment));
  const field = path.length === 0 ? 'the entry' : `field "${path.join('.')}"`;
  const found = describe(at(value, path));
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = knownKeys(schema, path);
      const given = new Set(Object.keys(at(value, path) as object));
      const free = known.filter((name) => !given.has(name));
      return issue.keys.map((key) => {
        const near = nearest(key, free);
        const listed = known.length > 0 ? `known: ${known.join(', ')}` : undefined;
        return {
          path: [...path, key],
          message: `unknown field "${[...path, key].join('.')}"`,
          hint: near === undefined ? listed : `did you mean "${near}"?`,
          meant: near === undefined ? undefined : [...path, near].join('.'),
        };
      });
    }
    case 'invalid_value': {
      const wanted = issue.values.map((one) => String(one));
      const given = at(value, path);
      return {
        path,
        message: `${field} must be one of ${wanted.join(', ')}, found ${found}`,
        hint: typeof given === 'string' ? didYouMean(given, wanted) : undefined,
      };
    }
    case 'invalid_type': {
      const expected = article(issue.expected);
      if (at(value, path) !== undefined) {
        return { path, message: `${field} must be ${expected}, found ${found}`, hint: undefined };
      }
      const message = `${field} is missing: expected ${expected}`;
      return { path, message, hint: undefined, missing: path.join('.') };
    }
    default:
      return { path, message: `${field}: ${issue.message}, found ${found}`, hint: undefined };
  }
}

function at(value: unknown, path: readonly PathSegment[]): unknown {
  let current = value;
  for (const segment of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<PathSegment, unknown>)[segment];
  }
  return current;
}

function article(type: string): string {
  const words: Record<string, string> = {
    object: 'a map',
    record: 'a map',
    array: 'a list',
    string: 'text',
    boolean: 'true or false',
    int: 'a whole number',
  };
  return words[type] ?? `a ${type}`;
}

/** A value in words, short enough for one line. */
export function describe(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a map';
  const text = String(value);
  const short = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return typeof value === 'string' ? `text "${short}"` : `${typeof value} ${short}`;
}

/** The keys of the object schema that stands at `path`, as far as it can be followed. */
function knownKeys(schema: z.ZodType, path: readonly PathSegment[]): string[] {
  let current: unknown = schema;
  for (const segment of path) {
    current = shapeOf(current)?.[segment];
    if (current === undefined) return [];
  }
  return Object.keys(shapeOf(current) ?? {});
}

interface SchemaInside {
  readonly shape?: Record<PathSegment, unknown>;
  readonly def?: { readonly innerType?: unknown };
}

function shapeOf(schema: unknown): Record<PathSegment, unknown> | undefined {
  let current = schema as SchemaInside | undefined;
  // Optional and defaulted fields wrap the schema that has the shape.
  while (current !== undefined && current.shape === undefined) {
    current = current.def?.innerType as SchemaInside | undefined;
  }
  return current?.shape;
}
