// Sets of features that belong to an entry of the leaf table, a bit a feature: which can still be split, which
// the branch has been split on, which it may be split on.
import { featureAt, features, leafTable } from './context';
import { featureSets, interactionSetCount, interactionSets } from './growing';
import { Leaf, addToSet, inSet, leafEntryBytes } from './leaf';

const enum Kind { Splittable = 0, Branch = 1, Allowed = 2 }
const KINDS: usize = 3;

/** Bytes of one set. */
@inline function setBytes(): usize { return (<usize>features + 31) / 32 * 4; }

/** Bytes of the sets of one entry. */
export function featureSetBytes(): usize { return KINDS * setBytes(); }

@inline function setOf(leaf: Leaf, kind: Kind): usize {
  const entry = (changetype<usize>(leaf) - leafTable) / leafEntryBytes();
  return featureSets + (entry * KINDS + kind) * setBytes();
}

/** Features that the leaf's branch has been split on. */
export function branchOf(leaf: Leaf): usize { return setOf(leaf, Kind.Branch); }

/** For a root: every feature can be split, none has been. */
export function startFeatureSets(root: Leaf): void {
  memory.fill(setOf(root, Kind.Splittable), 0xff, setBytes());
  memory.fill(setOf(root, Kind.Branch), 0, setBytes());
}

/** What a child takes over from its parent, which is split on `feature`. */
export function inheritFeatureSets(child: Leaf, parent: Leaf): void {
  memory.copy(setOf(child, Kind.Splittable), setOf(parent, Kind.Splittable), setBytes());
  memory.copy(branchOf(child), branchOf(parent), setBytes());
  addToSet(branchOf(child), parent.feature);
}

/**
 * Whether the leaf's ancestors, and the leaf itself when it was searched before, had a threshold of the feature
 * with a gain above min_gain_to_split. LightGBM never looks at the others again.
 */
@inline export function isSplittable(leaf: Leaf, feature: u32): bool {
  return inSet(setOf(leaf, Kind.Splittable), feature) != 0;
}

export function setUnsplittable(leaf: Leaf, feature: u32): void {
  const word = setOf(leaf, Kind.Splittable) + (<usize>(feature >> 5) << 2);
  store<u32>(word, load<u32>(word) & ~(<u32>1 << (feature & 31)));
}

/** Finds which features the leaf may be split on by the tree's choice and the interaction constraints; gives their number. */
export function findAllowed(leaf: Leaf): u32 {
  const allowed = setOf(leaf, Kind.Allowed);
  const branch = branchOf(leaf);
  const bytes = setBytes();
  if (interactionSetCount == 0) memory.fill(allowed, 0xff, bytes);
  else memory.copy(allowed, branch, bytes);
  for (let index: usize = 0; index < interactionSetCount; index++) {
    const set = interactionSets + index * bytes;
    let holds = true;
    for (let at: usize = 0; at < bytes; at += 4) {
      if (load<u32>(branch + at) & ~load<u32>(set + at)) holds = false;
    }
    if (!holds) continue;
    for (let at: usize = 0; at < bytes; at += 4) store<u32>(allowed + at, load<u32>(allowed + at) | load<u32>(set + at));
  }
  let count: u32 = 0;
  for (let feature: u32 = 0; feature < features; feature++) {
    if (isAllowed(leaf, feature)) count++;
  }
  return count;
}

/** After {@link findAllowed}. */
@inline export function isAllowed(leaf: Leaf, feature: u32): bool {
  return featureAt(feature).used != 0 && inSet(setOf(leaf, Kind.Allowed), feature) != 0;
}
