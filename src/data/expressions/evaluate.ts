/** Compiles an expression to a JavaScript function of one row. */
import { CambiumError } from '../../errors.js';
import { FUNCTIONS } from './functions.js';
import type { Node, Value } from './node.js';
import { microsecondsOf, readValue } from './read-value.js';

/** A compiled expression. */
export type Compiled = (row: Readonly<Record<string, unknown>>) => Value;

function compileCall(node: Node & { op: 'call' }): Compiled {
  const { js, nulls } = FUNCTIONS[node.function]!;
  const apply = js as (...operands: Value[]) => Value;
  const [first, second] = node.arguments.map(compileNode) as [Compiled, Compiled?];
  if (second === undefined) {
    return (row) => {
      const a = first(row);
      return a === null && !nulls ? null : apply(a);
    };
  }
  return (row) => {
    const a = first(row);
    if (a === null && !nulls) return null;
    const b = second(row);
    return b === null && !nulls ? null : apply(a, b);
  };
}

function compileLiteral(node: Node & { op: 'literal' }): Compiled {
  let { value } = node;
  if (node.kind === 'time' && typeof value === 'string') {
    const time = microsecondsOf(value);
    if (time === undefined) {
      throw new CambiumError(
        'invalid-value',
        `"${value}" is not a time such as 2016-03-14 17:24:55`,
      );
    }
    value = time;
  }
  return () => value;
}

function compileNode(node: Node): Compiled {
  switch (node.op) {
    case 'column': {
      const { name, kind } = node;
      return (row) => readValue(name, kind, Object.hasOwn(row, name) ? row[name] : undefined);
    }
    case 'literal':
      return compileLiteral(node);
    case 'call':
      return compileCall(node);
    case 'case': {
      const branches = node.branches.map((branch) => ({
        when: compileNode(branch.when),
        value: compileNode(branch.value),
      }));
      const otherwise = compileNode(node.otherwise);
      return (row) => {
        for (const { when, value } of branches) if (when(row) === true) return value(row);
        return otherwise(row);
      };
    }
    case 'map': {
      const of = compileNode(node.of);
      const values = new Map(node.values);
      const { otherwise } = node;
      return (row) => {
        const text = of(row);
        return text === null ? otherwise : (values.get(text as string) ?? otherwise);
      };
    }
  }
}

/** The function of one row that a node stands for. Results that are not finite are null. */
export function compile(node: Node): Compiled {
  const compiled = compileNode(node);
  return (row) => {
    const value = compiled(row);
    return typeof value === 'number' && !Number.isFinite(value) ? null : value;
  };
}
