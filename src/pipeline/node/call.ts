/** Calls a node's function with loaded inputs and sorts what it returns by output. */
import { describe } from '../../catalog/index.js';
import { CambiumError } from '../../errors.js';
import { isList, namesOf } from './names.js';
import { isMap, type Node } from './node.js';

/** What a call gave: all outputs at once, or parts of them one after another. */
export type NodeResult =
  | { readonly values: ReadonlyMap<string, unknown> }
  | { readonly parts: AsyncIterable<ReadonlyMap<string, unknown>> };

/**
 * @param inputs loaded values by dataset.
 * @throws whatever the function throws; CambiumError `wrong-outputs` when what it returns does not fit.
 */
export async function callNode(
  node: Node,
  inputs: ReadonlyMap<string, unknown>,
): Promise<NodeResult> {
  const func = node.func as (...args: unknown[]) => unknown;
  const args = isMap(node.inputs)
    ? [
        Object.fromEntries(
          Object.entries(node.inputs).map(([key, name]) => [key, inputs.get(name)]),
        ),
      ]
    : namesOf(node.inputs).map((name) => inputs.get(name));
  const returned = await func(...args);
  if (isGenerator(returned)) return { parts: partsOf(node, returned) };
  return { values: distribute(node, returned) };
}

type AnyGenerator = Iterable<unknown> | AsyncIterable<unknown>;

function isGenerator(value: unknown): value is AnyGenerator {
  const tag = Object.prototype.toString.call(value);
  return tag === '[object Generator]' || tag === '[object AsyncGenerator]';
}

async function* partsOf(
  node: Node,
  generator: AnyGenerator,
): AsyncGenerator<ReadonlyMap<string, unknown>> {
  for await (const part of generator) yield distribute(node, part);
}

function distribute(node: Node, returned: unknown): ReadonlyMap<string, unknown> {
  const { outputs } = node;
  const wrong = (expected: string, found: string): never => {
    throw new CambiumError(
      'wrong-outputs',
      `node "${node.name}" declares ${expected}, but its function returned ${found}`,
    );
  };
  if (outputs === null) return new Map();
  if (typeof outputs === 'string') return new Map([[outputs, returned]]);
  if (isList(outputs)) {
    const expected = `a list of ${outputs.length} outputs [${outputs.join(', ')}]`;
    if (!Array.isArray(returned)) return wrong(expected, describe(returned));
    if (returned.length !== outputs.length) return wrong(expected, describe(returned));
    return new Map(outputs.map((name, index) => [name, returned[index]]));
  }
  const keys = Object.keys(outputs);
  const expected = `a map of outputs {${keys.join(', ')}}`;
  if (typeof returned !== 'object' || returned === null || Array.isArray(returned)) {
    return wrong(expected, describe(returned));
  }
  const found = returned as Readonly<Record<string, unknown>>;
  const others = Object.keys(found);
  if (keys.some((key) => !Object.hasOwn(found, key)) || others.length !== keys.length) {
    return wrong(expected, `a map of {${others.join(', ')}}`);
  }
  return new Map(Object.entries(outputs).map(([key, name]) => [name, found[key]]));
}
