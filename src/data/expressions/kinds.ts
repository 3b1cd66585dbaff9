/** What kind of value a node gives, and how operands are brought to the kind that is needed. */
import { CambiumError } from '../../errors.js';
import { FUNCTIONS } from './functions.js';
import type { Kind, Node, Value } from './node.js';

const WORDS: Readonly<Record<Kind, string>> = {
  number: 'a number',
  boolean: 'true or false',
  text: 'a text',
  time: 'a time',
  any: 'a column',
};

/** What a node gives. */
export function kindOf(node: Node): Kind {
  switch (node.op) {
    case 'column':
    case 'literal':
      return node.kind;
    case 'call':
      return FUNCTIONS[node.function]!.gives;
    case 'map':
      return 'number';
    case 'case': {
      const kinds = [...node.branches.map(({ value }) => kindOf(value)), kindOf(node.otherwise)];
      return kinds.find((kind) => kind !== 'any') ?? 'any';
    }
  }
}

function refuse(wanted: Kind, found: Kind, where: string): never {
  throw new CambiumError(
    'expression-kind',
    `${where} needs ${WORDS[wanted]}, but was given ${WORDS[found]}`,
  );
}

/** Makes a node give `kind`: a column is read so, a boolean counts 0 and 1; anything else is an error. */
export function coerce(node: Node, kind: Kind, where: string): Node {
  const found = kindOf(node);
  if (found === kind || kind === 'any') return node;
  if (found === 'any') {
    if (node.op === 'column') return { ...node, kind };
    if (node.op === 'literal') return { ...node, kind };
    if (node.op === 'case') {
      return {
        op: 'case',
        branches: node.branches.map(({ when, value }) => ({
          when,
          value: coerce(value, kind, where),
        })),
        otherwise: coerce(node.otherwise, kind, where),
      };
    }
  }
  if (kind === 'number' && found === 'boolean') {
    return { op: 'call', function: 'toNumber', arguments: [node] };
  }
  return refuse(kind, found, where);
}

/** The node of a constant; a number that is not finite is missing. */
export function literalNode(value: Value): Node {
  const kinds = { number: 'number', boolean: 'boolean', string: 'text' } as const;
  const kind: Kind = value === null ? 'any' : kinds[typeof value as keyof typeof kinds];
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { op: 'literal', value: null, kind: 'number' };
  }
  return { op: 'literal', value, kind };
}

/** Brings both sides of a comparison to one kind. */
export function comparisonNode(name: string, left: Node, right: Node): Node {
  const kinds = [kindOf(left), kindOf(right)].filter((kind) => kind !== 'any');
  // A text beside a time is a time written out.
  let kind: Kind = kinds.includes('time') ? 'time' : (kinds[0] ?? 'any');
  if (kinds.includes('number') && kinds.includes('boolean')) kind = 'number';
  // Nothing says what two columns are: numbers, unless asText() or asTime() says otherwise.
  if (kind === 'any') kind = 'number';
  const side = (node: Node): Node => {
    if (kind === 'time' && node.op === 'literal' && typeof node.value === 'string') {
      return { op: 'literal', value: node.value, kind: 'time' };
    }
    return coerce(node, kind, `${name}()`);
  };
  return { op: 'call', function: name, arguments: [side(left), side(right)] };
}

/** A value, or another where it is missing; both of one kind. */
export function fallbackNode(name: string, node: Node, other: Node): Node {
  const kind = kindOf(node) === 'any' ? kindOf(other) : kindOf(node);
  const otherwise = coerce(node, kind, `${name}()`);
  const when: Node = { op: 'call', function: 'isNull', arguments: [otherwise] };
  return { op: 'case', branches: [{ when, value: coerce(other, kind, `${name}()`) }], otherwise };
}
