/** The tree that an expression is: plain data, so that it can be saved, compared and compiled. */

/** What a value is. `any` is a column whose use says what it is. */
export type Kind = 'number' | 'boolean' | 'text' | 'time' | 'any';

/** A value of one row. Missing is null. Times are microseconds since 1970-01-01 00:00:00, without a zone. */
export type Value = number | boolean | string | null;

/** A node of the tree. */
export type Node =
  /** A column, read as `kind`. */
  | { readonly op: 'column'; readonly name: string; readonly kind: Kind }
  | { readonly op: 'literal'; readonly value: Value; readonly kind: Kind }
  | { readonly op: 'call'; readonly function: string; readonly arguments: readonly Node[] }
  | {
      readonly op: 'case';
      readonly branches: readonly { readonly when: Node; readonly value: Node }[];
      readonly otherwise: Node;
    }
  /** The number that belongs to a text. */
  | {
      readonly op: 'map';
      readonly of: Node;
      readonly values: readonly (readonly [string, number])[];
      readonly otherwise: number | null;
    };

/** The nodes right below a node. */
export function children(node: Node): readonly Node[] {
  switch (node.op) {
    case 'call':
      return node.arguments;
    case 'case':
      return [...node.branches.flatMap(({ when, value }) => [when, value]), node.otherwise];
    case 'map':
      return [node.of];
    default:
      return [];
  }
}

/** The columns that a node and those below it read, and as what. */
export function inputsOf(root: Node): Map<string, Set<Kind>> {
  const found = new Map<string, Set<Kind>>();
  const visit = (node: Node): void => {
    if (node.op === 'column') {
      const kinds = found.get(node.name) ?? new Set();
      found.set(node.name, kinds.add(node.kind));
    }
    children(node).forEach(visit);
  };
  visit(root);
  return found;
}
