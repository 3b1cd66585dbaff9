/** One entry of an API's file before its fields are checked: is it an API at all, and one that can run here? */
import {
  formatLocation,
  isMap,
  type Location,
  type PathSegment,
} from '../../src/catalog/configuration/index.js';
import { CambiumError } from '../../src/errors.js';
import { KINDS } from './schema.js';

/** An entry of the file: its value, and where its fields stand. */
export interface Entry {
  readonly value: unknown;
  locate(path: readonly PathSegment[]): Location;
}

/** What errors call the API of an entry. */
export function subjectOf({ value }: Entry): string {
  const name = isMap(value) ? value['name'] : undefined;
  return typeof name === 'string' ? `API "${name}"` : 'an API without a name';
}

/** Keys of other files that people have at hand, none of which an API has. */
const OTHER_FILES: readonly (readonly [what: string, keys: readonly string[]])[] = [
  ['the configuration of a cluster', ['cluster_name', 'region', 'instance_type', 'min_instances']],
  ['a project’s file', ['pipelines', 'registry', 'hooks', 'configuration', 'merge', 'environment']],
  ['a manifest of Kubernetes', ['apiVersion', 'metadata', 'spec']],
];

/** Predictors that Cortex ran in Python, by the type that its files give. */
const PYTHON_TYPES: readonly unknown[] = ['python', 'tensorflow', 'onnx'];

/**
 * What keeps an entry from being an API of this environment, in the order in which a reader asks: what is it, of which
 * kind, and then how it is written. The first answer is the only one: what follows depends on it.
 * @returns undefined for an entry whose fields can be checked
 */
export function refuse(entry: Entry): CambiumError | undefined {
  const { value } = entry;
  const at = (path: readonly PathSegment[]) => formatLocation(entry.locate(path));
  if (!isMap(value)) {
    return new CambiumError(
      'invalid-configuration',
      `${at([])}: expected an API with name, kind and predictor`,
    );
  }
  const subject = subjectOf(entry);
  const { kind, predictor, pod } = value;
  if (kind === undefined && predictor === undefined) {
    const other = OTHER_FILES.find(([, keys]) => keys.some((key) => Object.hasOwn(value, key)));
    if (other !== undefined) {
      return new CambiumError(
        'no-api',
        `${at([])}: this is ${other[0]}, not an API with name, kind and predictor`,
        { hint: 'cambium deploy takes a file of APIs' },
      );
    }
  }
  if (kind !== 'RealtimeAPI' && KINDS.some((known) => known === kind)) {
    return new CambiumError(
      'unsupported-kind',
      `${at(['kind'])}: ${subject}: kind ${kind} is not supported in the environment "local" yet`,
      { hint: 'supported: RealtimeAPI' },
    );
  }
  if (predictor === undefined && pod !== undefined) {
    return new CambiumError(
      'unsupported-pod',
      `${at(['pod'])}: ${subject}: containers do not run in the environment "local" yet`,
      { hint: 'give predictor.model, the path of a model file, in place of pod.containers' },
    );
  }
  const type = isMap(predictor) ? predictor['type'] : undefined;
  if (PYTHON_TYPES.includes(type)) {
    return new CambiumError(
      'unsupported-predictor',
      `${at(['predictor', 'type'])}: ${subject}: predictors of type ${type} do not run here`,
      {
        hint: 'leave out type, give the model file as predictor.model and, where payloads are not the model’s features, a TypeScript module with definePredictor() as predictor.path',
      },
    );
  }
  return undefined;
}
