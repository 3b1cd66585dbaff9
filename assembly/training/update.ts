// Update stage: adds a finished tree's outputs to the scores; leaf by leaf for the training rows, by
// walking the tree for the rows of validation sets.
import { ROW, TASK_ROWS, decodeOf, featureAt, recordsOf, scores, scratch, stride, taskTable } from './context';
import { lastLeftAddress, openTasks, state } from './control';
import { Dataset, datasetAt, datasetCount } from './dataset';
import { Leaf, leafAt, lookupOf } from './leaf';
import { shrunkOutput } from './split';
import { nodeAt, treeLeafAt } from './tree';

const enum UpdateKind {
  /** All rows of a leaf. */
  Leaf = 0,
  /** Rows of the last split leaf, whose sides have never been moved apart. */
  Split = 1,
  Validation = 2,
}

@unmanaged
class UpdateTask {
  kind: UpdateKind;
  /** Entry of the leaf, or number of the dataset. */
  index: u32;
  first: u32;
  count: u32;
}

@inline function taskAt(index: u32): UpdateTask {
  return changetype<UpdateTask>(taskTable + <usize>index * offsetof<UpdateTask>());
}

/** Bytes that the list of tasks can take. */
export function taskTableBytes(leaves: u32): usize {
  let tasks: usize = leaves + 64;
  for (let index: u32 = 0; index < datasetCount; index++) tasks += datasetAt(index).rows / TASK_ROWS + 1;
  return tasks * offsetof<UpdateTask>();
}

let opened: u32 = 0;

function add(kind: UpdateKind, index: u32, first: u32, count: u32): void {
  while (count > 0) {
    const task = taskAt(opened++);
    task.kind = kind;
    task.index = index;
    task.first = first;
    task.count = min(count, TASK_ROWS);
    first += task.count;
    count -= task.count;
  }
}

/** Lists the tasks of a finished tree whose leaves have the given entries. Under the lock. */
export function openUpdate(frontier: usize, leaves: u32): void {
  opened = 0;
  state().lastLeft = 0;
  for (let number: u32 = 0; number < leaves; number++) {
    const entry = load<u32>(frontier + (<usize>number << 2));
    const leaf = leafAt(entry);
    if (leaf.lastRight != 0 && leaf.lastRight == number) continue;
    add(leaf.lastRight ? UpdateKind.Split : UpdateKind.Leaf, entry, leaf.start, leaf.count);
  }
  for (let index: u32 = 1; index < datasetCount; index++) add(UpdateKind.Validation, index, 0, datasetAt(index).rows);
  openTasks(opened);
}

export function updateTask(index: u32): void {
  const task = taskAt(index);
  if (task.kind == UpdateKind.Validation) walk(datasetAt(task.index), task.first, task.count);
  else if (task.kind == UpdateKind.Leaf) addToLeaf(leafAt(task.index), task.first, task.count);
  else addToSides(leafAt(task.index), task.first, task.count);
}

@inline function scoreOf(record: usize): usize {
  return scores + (<usize>load<u32>(record + stride - ROW) << 3);
}

function addToLeaf(leaf: Leaf, first: u32, count: u32): void {
  const output = shrunkOutput(leaf.sum);
  let record = recordsOf(leaf.buffer) + <usize>first * stride;
  for (const end = record + <usize>count * stride; record < end; record += stride) {
    const score = scoreOf(record);
    store<f64>(score, load<f64>(score) + output);
  }
}

function addToSides(leaf: Leaf, first: u32, count: u32): void {
  const outputs = scratch;
  store<f64>(outputs, shrunkOutput(leaf.sum - leaf.leftSum));
  store<f64>(outputs, shrunkOutput(leaf.leftSum), 8);
  const lookup = lookupOf(leaf);
  const group = featureAt(leaf.feature).group;
  let record = recordsOf(leaf.buffer) + <usize>first * stride;
  let lefts: u32 = 0;
  for (const end = record + <usize>count * stride; record < end; record += stride) {
    const isLeft = <u32>load<u8>(lookup + load<u8>(record + group));
    const score = scoreOf(record);
    store<f64>(score, load<f64>(score) + load<f64>(outputs + (<usize>isLeft << 3)));
    lefts += isLeft;
  }
  atomic.add<u32>(lastLeftAddress(), lefts);
}

function walk(dataset: Dataset, first: u32, count: u32): void {
  let record = <usize>dataset.records + <usize>first * stride;
  let score = <usize>dataset.scores + (<usize>first << 3);
  for (const end = score + (<usize>count << 3); score < end; score += 8, record += stride) {
    let at: i32 = state().leaves > 1 ? 0 : -1;
    while (at >= 0) {
      const node = nodeAt(at);
      const feature = featureAt(node.feature);
      const bin = <i32>load<u8>(decodeOf(node.feature) + load<u8>(record + feature.group));
      const isLeft = bin == feature.missing ? node.defaultLeft != 0 : bin <= <i32>node.bin;
      at = isLeft ? node.left : node.right;
    }
    store<f64>(score, load<f64>(score) + treeLeafAt(~at).output);
  }
}
