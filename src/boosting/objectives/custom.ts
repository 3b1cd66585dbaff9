/** A function of the user's. */
import type { ObjectiveDefinition } from './objective-definition.js';

export const custom: ObjectiveDefinition = {
  text: () => 'custom',
  classes: (p) => p.num_class,
};
