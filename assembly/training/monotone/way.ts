// The way from a node up its tree: the splits passed so far that tell which leaves of other branches are neighbours.
import { wayTable } from '../growing';
import { Node } from '../tree';

@unmanaged
class Step {
  feature: u32;
  bin: u32;
  /** 1: the way came from the right child. */
  fromRight: u32;
}

let steps: u32 = 0;

@inline function stepAt(index: u32): Step { return changetype<Step>(wayTable + <usize>index * offsetof<Step>()); }

export function startWay(): void { steps = 0; }

export function addStep(node: Node, fromRight: bool): void {
  const step = stepAt(steps++);
  step.feature = node.feature;
  step.bin = node.bin;
  step.fromRight = fromRight;
}

/** Whether neighbours may be found below the node's other child: not past a second split of a feature on the same side. */
export function leadsToNeighbours(node: Node, fromRight: bool): bool {
  if (node.categorical) return false;
  for (let index: u32 = 0; index < steps; index++) {
    const step = stepAt(index);
    if (step.feature == node.feature && step.fromRight == <u32>fromRight) return false;
  }
  return true;
}

/** Whether there are neighbours below a node's left, or right, child. */
export function touchesLeft(node: Node): bool {
  if (node.categorical) return true;
  for (let index: u32 = 0; index < steps; index++) {
    const step = stepAt(index);
    if (step.feature == node.feature && step.fromRight && node.bin <= step.bin) return false;
  }
  return true;
}

export function touchesRight(node: Node): bool {
  if (node.categorical) return true;
  for (let index: u32 = 0; index < steps; index++) {
    const step = stepAt(index);
    if (step.feature == node.feature && !step.fromRight && node.bin >= step.bin) return false;
  }
  return true;
}
