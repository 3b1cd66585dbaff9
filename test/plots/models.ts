/** Small models made by hand, whose pictures and dependences can be worked out. */
import { DecisionType, MissingType, Model, type Tree } from '../../src/boosting/index.js';

export interface Stump {
  readonly feature: number;
  readonly threshold: number;
  readonly left: number;
  readonly right: number;
  /** Missing values go to the left. */
  readonly missingLeft?: boolean;
}

const NAN_MISSING = MissingType.nan << DecisionType.missingShift;

export function stump({ feature, threshold, left, right, missingLeft = false }: Stump): Tree {
  return {
    numLeaves: 2,
    numCat: 0,
    splitFeature: Int32Array.of(feature),
    splitGain: Float64Array.of(12.5),
    threshold: Float64Array.of(threshold),
    decisionType: Uint8Array.of(NAN_MISSING | (missingLeft ? DecisionType.defaultLeft : 0)),
    leftChild: Int32Array.of(~0),
    rightChild: Int32Array.of(~1),
    leafValue: Float64Array.of(left, right),
    leafWeight: Float64Array.of(1000, 234),
    leafCount: Int32Array.of(1000, 234),
    internalValue: Float64Array.of((1000 * left + 234 * right) / 1234),
    internalWeight: Float64Array.of(1234),
    internalCount: Int32Array.of(1234),
    catBoundaries: Int32Array.of(0),
    catThreshold: new Uint32Array(0),
    shrinkage: 1,
  };
}

/** A tree in which each split's right child is the next split. */
export function chain(splits: number): Tree {
  const index = Array.from({ length: splits }, (_, node) => node);
  return {
    ...stump({ feature: 0, threshold: 0, left: 0, right: 0 }),
    numLeaves: splits + 1,
    splitFeature: new Int32Array(splits),
    splitGain: new Float64Array(splits).fill(1),
    threshold: Float64Array.from(index),
    decisionType: new Uint8Array(splits),
    leftChild: Int32Array.from(index, (node) => ~node),
    rightChild: Int32Array.from(index, (node) => (node === splits - 1 ? ~splits : node + 1)),
    leafValue: Float64Array.from({ length: splits + 1 }, (_, leaf) => leaf),
    leafWeight: new Float64Array(splits + 1).fill(1),
    leafCount: new Int32Array(splits + 1).fill(1),
    internalValue: new Float64Array(splits),
    internalWeight: new Float64Array(splits).fill(1),
    internalCount: new Int32Array(splits).fill(2),
  };
}

export function modelOf(
  featureNames: readonly string[],
  trees: readonly Tree[],
  fields: Partial<Pick<Model, 'objective' | 'numTreePerIteration' | 'featureInfos'>> = {},
): Model {
  const { numTreePerIteration = 1 } = fields;
  return new Model({
    featureNames,
    featureInfos: featureNames.map(() => '[-10:10]'),
    objective: 'regression',
    numClass: numTreePerIteration,
    numTreePerIteration,
    trees,
    averageOutput: false,
    labelIndex: 0,
    parameters: new Map(),
    extra: new Map(),
    ...fields,
  });
}
