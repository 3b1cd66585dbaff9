/** Fills in `${…}` in configuration: references, globals, parameters of the run, environment variables. */
import { CambiumError, didYouMean } from '../../errors.js';
import { isMap, type Section, valueAt } from './section.js';
import { formatLocation, type PathSegment, parseYamlValue } from './yaml-file.js';

/** What `${…}` may refer to. */
export interface InterpolationSources {
  /** `${globals:key, default}` */
  readonly globals: Section;
  /** `${runtime_params:key, default}` */
  readonly runtimeParameters: Readonly<Record<string, unknown>>;
  /** `${env:NAME, default}`; absent where environment variables must not be read. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const RESOLVERS = ['globals', 'runtime_params', 'env'];

/** References that lead to references, and `${…}` inside `${…}`. */
const MAX_STEPS = 50;
/** Values that one entry comes to: a few lines of references can stand for billions. */
const MAX_VALUES = 1_000_000;
/** Characters that references add up to. */
const MAX_CHARACTERS = 16 * 2 ** 20;

/**
 * The value at `path` of a section with every `${…}` filled in:
 *
 * | form | means |
 * |---|---|
 * | `${a.b}` | the value at `a.b` of the same kind of configuration |
 * | `${globals:k, default}` | a value of `globals.yml` |
 * | `${runtime_params:k, default}` | a value given with `--params` |
 * | `${env:NAME, default}` | an environment variable; in credentials only |
 * | `\${` | the characters `${` themselves |
 *
 * A text that is one `${…}` alone takes the value's own type.
 * @throws CambiumError `interpolation` with file, line, column.
 */
export function interpolate(
  section: Section,
  path: readonly PathSegment[],
  sources: InterpolationSources,
): unknown {
  return new Interpolation(sources).resolve(section, path, section.at(path), []);
}

class Interpolation {
  readonly #sources: InterpolationSources;
  #values = 0;
  #characters = 0;

  constructor(sources: InterpolationSources) {
    this.#sources = sources;
  }

  resolve(
    section: Section,
    path: readonly PathSegment[],
    value: unknown,
    trail: readonly string[],
  ): unknown {
    if (++this.#values > MAX_VALUES) {
      throw failure(
        section,
        path,
        `references stand for more than ${MAX_VALUES.toLocaleString('en')} values`,
      );
    }
    if (typeof value === 'string') return this.#text(section, path, value, trail);
    if (Array.isArray(value)) {
      return value.map((item, index) => this.resolve(section, [...path, index], item, trail));
    }
    if (isMap(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [
          key,
          this.resolve(section, [...path, key], inner, trail),
        ]),
      );
    }
    return value;
  }

  #text(
    section: Section,
    path: readonly PathSegment[],
    text: string,
    trail: readonly string[],
    depth = 0,
  ): unknown {
    if (!text.includes('${')) return text;
    const fail = (message: string, hint?: string): never => {
      throw failure(section, path, message, hint);
    };
    if (depth > MAX_STEPS) fail(`"\${" stands in more than ${MAX_STEPS} others`);
    let result = '';
    let position = 0;
    while (position < text.length) {
      const open = text.indexOf('${', position);
      if (open === -1) return result + text.slice(position);
      if (open > 0 && text[open - 1] === '\\') {
        result += `${text.slice(position, open - 1)}\${`;
        position = open + 2;
        continue;
      }
      const close = closingBrace(text, open + 2);
      if (close === -1) return fail(`"${text}" has a "\${" without its "}"`);
      const inside = String(
        this.#text(section, path, text.slice(open + 2, close), trail, depth + 1),
      );
      const value = this.#expression(section, inside, trail, fail);
      if (open === 0 && close === text.length - 1) return value;
      if (typeof value === 'object' && value !== null) {
        return fail(
          `\${${inside}} is ${Array.isArray(value) ? 'a list' : 'a map'}: it cannot stand inside a text`,
        );
      }
      const added = String(value);
      this.#characters += added.length;
      if (this.#characters > MAX_CHARACTERS) {
        fail(`references make a text of more than ${MAX_CHARACTERS / 2 ** 20} MiB`);
      }
      result += text.slice(position, open) + added;
      position = close + 1;
    }
    return result;
  }

  #expression(
    section: Section,
    inside: string,
    trail: readonly string[],
    fail: (message: string, hint?: string) => never,
  ): unknown {
    const colon = /^\s*([\w.]+)\s*:(.*)$/s.exec(inside);
    if (colon === null) return this.#reference(section, inside.trim(), trail, fail);
    const [, resolver = '', rest = ''] = colon;
    const comma = rest.indexOf(',');
    const key = (comma === -1 ? rest : rest.slice(0, comma)).trim();
    const fallback =
      comma === -1 ? undefined : { value: defaultValue(rest.slice(comma + 1), inside, fail) };
    switch (resolver) {
      case 'globals': {
        const { globals } = this.#sources;
        if (globals.find(key) !== undefined) return this.#reference(globals, key, trail, fail);
        if (fallback !== undefined) return fallback.value;
        return fail(
          `\${${inside}}: globals.yml has no "${key}"`,
          didYouMean(key, globals.references()),
        );
      }
      case 'runtime_params': {
        const given = this.#sources.runtimeParameters;
        const value = given[key] ?? valueAt(given, key.split('.'));
        if (value !== undefined) return value;
        if (fallback !== undefined) return fallback.value;
        return fail(`\${${inside}}: the run was given no "${key}"`, `add --params ${key}=VALUE`);
      }
      case 'env':
      case 'oc.env': {
        const { environment } = this.#sources;
        if (environment === undefined) {
          return fail(`\${${inside}}: environment variables are read in credentials*.yml only`);
        }
        const value = environment[key];
        if (value !== undefined) return value;
        if (fallback !== undefined) return fallback.value;
        return fail(`\${${inside}}: the environment variable ${key} is not set`);
      }
      default:
        return fail(
          `\${${inside}}: unknown resolver "${resolver}"`,
          didYouMean(resolver, RESOLVERS) ?? `one of ${RESOLVERS.join(', ')}`,
        );
    }
  }

  #reference(
    section: Section,
    key: string,
    trail: readonly string[],
    fail: (message: string, hint?: string) => never,
  ): unknown {
    const path = section.find(key);
    if (path === undefined) {
      return fail(`\${${key}}: there is no "${key}"`, didYouMean(key, section.references()));
    }
    const step = `${section.noun} ${key}`;
    if (trail.includes(step)) {
      const names = [...trail, step].map((one) => one.slice(one.indexOf(' ') + 1));
      return fail(`\${${key}} refers to itself: ${names.join(' → ')}`);
    }
    if (trail.length >= MAX_STEPS) {
      return fail(`\${${key}} refers on and on: more than ${MAX_STEPS} references in a row`);
    }
    return this.resolve(section, path, section.at(path), [...trail, step]);
  }
}

function failure(
  section: Section,
  path: readonly PathSegment[],
  message: string,
  hint?: string,
): CambiumError {
  const at = section.locate(path);
  const where = at === undefined ? '' : `${formatLocation(at)}: `;
  return new CambiumError('interpolation', `${where}${message}`, { hint });
}

/** What stands after the comma, which is YAML. */
function defaultValue(text: string, inside: string, fail: (message: string) => never): unknown {
  try {
    return parseYamlValue(text);
  } catch {
    return fail(`\${${inside}}: the default is not YAML`);
  }
}

/** Index of the brace that closes what was opened before `from`, or -1. */
function closingBrace(text: string, from: number): number {
  let depth = 1;
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === '{') depth += 1;
    else if (text[index] === '}') {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  return -1;
}
