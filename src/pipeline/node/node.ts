/** A node: a function with named inputs and outputs. */
import { createHash } from 'node:crypto';
import { baseName } from '../../catalog/index.js';
import { CambiumError, checkNames, didYouMean } from '../../errors.js';
import { functionParameters } from './function-parameters.js';
import { checkDatasetNames, checkName, type DatasetNames, isList, namesOf } from './names.js';

/** Any function; its arguments are the loaded inputs. It may be async or a (sync or async) generator. */
export type NodeFunction = (...inputs: never[]) => unknown;

/** A node's name, tags and namespace. */
export interface NodeOptions {
  /** Default: `<function>__<8 hexadecimal digits>`. */
  readonly name?: string | undefined;
  readonly tags?: string | Iterable<string> | undefined;
  /** Dotted; the node's full name is `namespace.name`. */
  readonly namespace?: string | undefined;
}

/** Immutable; make one with {@link node}. */
export class Node {
  readonly func: NodeFunction;
  readonly inputs: DatasetNames;
  readonly outputs: DatasetNames;
  readonly tags: ReadonlySet<string>;
  readonly namespace: string | undefined;
  /** Name without the namespace. */
  readonly shortName: string;
  /** Names of the input datasets, each once. */
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];

  /** @throws CambiumError `invalid-node`, `invalid-name`, `argument-mismatch` */
  constructor(
    func: NodeFunction,
    inputs: DatasetNames,
    outputs: DatasetNames,
    options: NodeOptions = {},
  ) {
    checkNames('option of node', options, { name: true, tags: true, namespace: true });
    if (typeof func !== 'function') {
      throw new CambiumError('invalid-node', `a node needs a function, found ${typeof func}`, {
        hint: 'node(func, inputs, outputs, { name })',
      });
    }
    const label = options.name ?? functionName(func);
    checkDatasetNames(inputs, 'inputs', label);
    checkDatasetNames(outputs, 'outputs', label);
    this.func = func;
    this.inputs = inputs;
    this.outputs = outputs;
    this.tags = new Set(
      [...toList(options.tags)].map((tag) => checkName(tag, `tag of node "${label}"`)),
    );
    this.namespace =
      options.namespace === undefined ? undefined : checkName(options.namespace, 'namespace');
    this.inputNames = [...new Set(namesOf(inputs))];
    this.outputNames = [...new Set(namesOf(outputs))];
    this.shortName =
      options.name === undefined ? this.#defaultName() : checkName(options.name, 'name of a node');
    this.#check();
  }

  /** The full name, `namespace.name`. */
  get name(): string {
    return this.namespace === undefined ? this.shortName : `${this.namespace}.${this.shortName}`;
  }

  /** `func([a;b]) -> [c]` */
  get signature(): string {
    const list = (names: DatasetNames) => `[${namesOf(names).join(';')}]`;
    return `${functionName(this.func)}(${list(this.inputs)}) -> ${list(this.outputs)}`;
  }

  /** `name: func([a;b]) -> [c]` */
  toString(): string {
    return `${this.name}: ${this.signature}`;
  }

  /** Two nodes with the same key are the same node. */
  get key(): string {
    return JSON.stringify([this.name, this.inputs, this.outputs]);
  }

  /** The same node with some of its parts changed. */
  with(
    change: NodeOptions & { readonly inputs?: DatasetNames; readonly outputs?: DatasetNames },
  ): Node {
    return new Node(
      this.func,
      change.inputs === undefined ? this.inputs : change.inputs,
      change.outputs === undefined ? this.outputs : change.outputs,
      {
        name: change.name ?? this.shortName,
        tags: change.tags ?? this.tags,
        namespace: change.namespace ?? this.namespace,
      },
    );
  }

  #defaultName(): string {
    const digest = createHash('sha256').update(this.signature).digest('hex').slice(0, 8);
    return `${functionName(this.func).replace(/[^\w.-]/g, '_')}__${digest}`;
  }

  #check(): void {
    if (this.inputNames.length === 0 && this.outputNames.length === 0) {
      throw new CambiumError('invalid-node', `node "${this.name}" has neither inputs nor outputs`);
    }
    if (this.outputNames.length !== namesOf(this.outputs).length) {
      throw new CambiumError('invalid-node', `node "${this.name}" returns the same output twice`);
    }
    const inputs = new Set(this.inputNames.map(baseName));
    const both = this.outputNames.filter((name) => inputs.has(baseName(name)));
    if (both.length > 0) {
      throw new CambiumError(
        'invalid-node',
        `node "${this.name}": a node cannot have the same inputs and outputs: ${both.join(', ')}`,
        { hint: 'give the changed dataset a name of its own' },
      );
    }
    this.#checkArguments();
  }

  #checkArguments(): void {
    const declared = functionParameters(this.func);
    if (declared === undefined) return;
    const given = isMap(this.inputs) ? Object.keys(this.inputs) : namesOf(this.inputs);
    const mismatch = (expected: readonly string[], hint?: string): never => {
      throw new CambiumError(
        'argument-mismatch',
        `node "${this.name}": inputs of '${functionName(this.func)}' expected [${expected.join(', ')}], but got [${given.join(', ')}]`,
        { hint },
      );
    };
    if (!isMap(this.inputs)) {
      const { names, required, rest } = declared;
      const few = given.length < required;
      if (few || (given.length > names.length && !rest)) mismatch(names);
      return;
    }
    if (declared.required > 1) mismatch(declared.names, 'inputs as a map are given as one object');
    if (declared.keys === undefined) return;
    const { all, optional } = declared.keys;
    const unknown = given.find((key) => !all.includes(key));
    if (unknown !== undefined) mismatch(all, didYouMean(unknown, all));
    if (all.some((key) => !given.includes(key) && !optional.includes(key))) mismatch(all);
  }
}

/**
 * Makes a node.
 * @param func gets the inputs by position, or as one object when `inputs` is a map.
 * @param outputs one name takes the returned value; a list takes a returned list, item by item; a
 *   map takes a returned object, key by key; null takes nothing. A generator's parts are saved one by one.
 * @throws CambiumError `invalid-node`, `invalid-name`, `argument-mismatch`
 * @example node(extractFeatures, ['trips', 'params:features'], 'features', { name: 'extract' })
 */
export function node(
  func: NodeFunction,
  inputs: DatasetNames,
  outputs: DatasetNames,
  options: NodeOptions = {},
): Node {
  return new Node(func, inputs, outputs, options);
}

function functionName(func: NodeFunction): string {
  return func.name === '' ? 'anonymous' : func.name;
}

export function toList(value: string | Iterable<string> | undefined): Iterable<string> {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

export function isMap(names: DatasetNames): names is Readonly<Record<string, string>> {
  return names !== null && typeof names === 'object' && !isList(names);
}
