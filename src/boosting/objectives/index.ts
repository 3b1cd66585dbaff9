/** The door of objectives: what each decides before the first tree. */
import type { ObjectiveName } from '../parameters/index.js';
import { binary, multiclass, multiclassova } from './classes.js';
import { custom } from './custom.js';
import type { ObjectiveDefinition } from './objective-definition.js';
import { regression } from './regression.js';

export {
  type ObjectiveDefinition,
  ObjectiveKind,
  type TrainingRows,
} from './objective-definition.js';

/** All objectives by name. */
export const objectives: Readonly<Partial<Record<ObjectiveName, ObjectiveDefinition>>> = {
  regression,
  binary,
  multiclass,
  multiclassova,
  custom,
};
