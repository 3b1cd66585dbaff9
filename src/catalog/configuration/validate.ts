/** Checks configuration against a zod schema; each complaint names file, line, field, what was expected and found. */
import type { z } from 'zod';
import { CambiumError, didYouMean } from '../../errors.js';
import { formatLocation, type Location, type PathSegment } from './yaml-file.js';

/** What is being checked, for the message. */
export interface Subject {
  /** E.g. `dataset "trips"`. */
  readonly name: string;
  /** Where the value at a path inside the subject stands, if it came from a file. */
  locate(path: readonly PathSegment[]): Location | undefined;
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
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  // A misspelt field explains the missing one, so it comes first.
  const issues = [...result.error.issues].sort((a, b) => rank(a) - rank(b));
  const [first, ...others] = issues.map((issue) => explain(issue, value, schema));
  if (first === undefined) throw new Error('zod refused a value without saying why');
  const at = subject.locate(first.path);
  const where = at === undefined ? '' : `${formatLocation(at)}: `;
  const more = others.length === 0 ? '' : `; and ${others.length} more`;
  throw new CambiumError(
    'invalid-configuration',
    `${where}${subject.name}: ${first.message}${more}`,
    { hint: first.hint },
  );
}

function rank(issue: z.core.$ZodIssue): number {
  return issue.code === 'unrecognized_keys' ? 0 : 1;
}

interface Complaint {
  readonly path: readonly PathSegment[];
  readonly message: string;
  readonly hint: string | undefined;
}

function explain(issue: z.core.$ZodIssue, value: unknown, schema: z.ZodType): Complaint {
  const path = issue.path.map((segment) => (typeof segment === 'symbol' ? 'symbol' : segment));
  const field = path.length === 0 ? 'the entry' : `field "${path.join('.')}"`;
  const found = describe(at(value, path));
  switch (issue.code) {
    case 'unrecognized_keys': {
      const [key = ''] = issue.keys;
      const known = knownKeys(schema, path);
      return {
        path: [...path, key],
        message: `unknown field "${[...path, key].join('.')}"`,
        hint:
          didYouMean(key, known) ?? (known.length > 0 ? `known: ${known.join(', ')}` : undefined),
      };
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
      const message =
        at(value, path) === undefined
          ? `${field} is missing: expected ${article(issue.expected)}`
          : `${field} must be ${article(issue.expected)}, found ${found}`;
      return { path, message, hint: undefined };
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
