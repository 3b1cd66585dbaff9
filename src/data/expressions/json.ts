/** Reads an expression back from JSON, refusing whatever is none. */
import { z } from 'zod';
import { CambiumError } from '../../errors.js';
import { Expression } from './expression.js';
import { FUNCTIONS } from './functions.js';
import { coerce } from './kinds.js';
import type { Node } from './node.js';

const kind = z.enum(['number', 'boolean', 'text', 'time', 'any']);

const nodeSchema: z.ZodType<Node> = z.lazy(() =>
  z.discriminatedUnion('op', [
    z.strictObject({ op: z.literal('column'), name: z.string().min(1), kind }),
    z.strictObject({
      op: z.literal('literal'),
      value: z.union([z.number(), z.boolean(), z.string(), z.null()]),
      kind,
    }),
    z.strictObject({
      op: z.literal('call'),
      function: z.string().refine((name) => Object.hasOwn(FUNCTIONS, name), 'unknown function'),
      arguments: z.array(nodeSchema).max(2),
    }),
    z.strictObject({
      op: z.literal('case'),
      branches: z.array(z.strictObject({ when: nodeSchema, value: nodeSchema })).min(1),
      otherwise: nodeSchema,
    }),
    z.strictObject({
      op: z.literal('map'),
      of: nodeSchema,
      values: z.array(z.tuple([z.string(), z.number()])),
      otherwise: z.number().nullable(),
    }),
  ]),
);

/** Checks that every function has the arguments it takes. */
function checkKinds(node: Node): void {
  if (node.op === 'call') {
    const { takes } = FUNCTIONS[node.function]!;
    if (node.arguments.length !== takes.length) {
      throw new CambiumError(
        'expression',
        `${node.function}() takes ${takes.length} arguments, not ${node.arguments.length}`,
      );
    }
    node.arguments.forEach((each, i) => {
      coerce(each, takes[i]!, `${node.function}()`);
      checkKinds(each);
    });
  } else if (node.op === 'case') {
    for (const { when, value } of node.branches) {
      coerce(when, 'boolean', 'when()');
      checkKinds(when);
      checkKinds(value);
    }
    checkKinds(node.otherwise);
  } else if (node.op === 'map') checkKinds(node.of);
}

/** The expression that `JSON.stringify` wrote. @throws CambiumError `expression`. */
export function expressionFromJson(json: unknown): Expression {
  const result = nodeSchema.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    const where = issue.path.map(String).join('.');
    throw new CambiumError('expression', `not an expression: ${where} ${issue.message}`.trim());
  }
  checkKinds(result.data);
  return new Expression(result.data);
}
