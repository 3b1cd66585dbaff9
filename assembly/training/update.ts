// Update stage: adds a finished tree's outputs to the scores; leaf by leaf for the rows that it was grown on, by
// walking the tree for rows out of the bag and rows of validation sets.
import { ROW, TASK_ROWS, bag, featureAt, frontier, recordsOf, rows, scoresOf, scratch, stride, taskTable } from './context';
import { lastLeftAddress, openTasks, state } from './control';
import { datasetAt, datasetCount } from './dataset';
import { Leaf, leafAt, lookupOf } from './leaf';
import { treeLeafAt } from './tree';
import { addOutputs, addOutputsOutOfBag } from './walk';

const enum UpdateKind {
  /** All rows of a leaf. */
  Leaf = 0,
  /** Rows of the last split leaf, whose sides have never been moved apart. */
  Split = 1,
  OutOfBag = 2,
  /** Rows of a dataset, whatever their leaf. */
  Walk = 3,
}

@unmanaged
class UpdateTask {
  kind: UpdateKind;
  /** Number of the leaf, or of the dataset. */
  index: u32;
  first: u32;
  count: u32;
}

@inline function taskAt(index: u32): UpdateTask {
  return changetype<UpdateTask>(taskTable + <usize>index * offsetof<UpdateTask>());
}

/** Bytes that the list of tasks can take. */
export function taskTableBytes(leaves: u32): usize {
  let tasks: usize = <usize>leaves + 64 + 2 * (<usize>rows / TASK_ROWS + 1);
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

/** Lists the tasks of a finished tree with so many leaves. Under the lock. */
export function openUpdate(leaves: u32): void {
  opened = 0;
  state().lastLeft = 0;
  for (let number: u32 = 0; number < leaves; number++) {
    const leaf = leafAt(load<u32>(frontier + (<usize>number << 2)));
    if (leaf.lastRight != 0 && leaf.lastRight == number) continue;
    add(leaf.lastRight ? UpdateKind.Split : UpdateKind.Leaf, number, leaf.start, leaf.count);
  }
  if (bag) add(UpdateKind.OutOfBag, 0, 0, rows);
  for (let index: u32 = 1; index < datasetCount; index++) add(UpdateKind.Walk, index, 0, datasetAt(index).rows);
  openTasks(opened);
}

/** Lists the tasks that add the tree in place, times a factor, to the scores of datasets `first` to `end - 1`. */
export function openWalk(first: u32, end: u32): void {
  opened = 0;
  for (let index = first; index < end; index++) add(UpdateKind.Walk, index, 0, datasetAt(index).rows);
  openTasks(opened);
}

/** `factor`: on the tree's outputs; 1 in the update of the tree that has just been grown. */
export function updateTask(index: u32, factor: f64): void {
  const task = taskAt(index);
  if (task.kind == UpdateKind.Walk) {
    addOutputs(datasetAt(task.index), task.first, task.count, factor);
  } else if (task.kind == UpdateKind.OutOfBag) {
    addOutputsOutOfBag(task.first, task.count);
  } else {
    const leaf = leafAt(load<u32>(frontier + (<usize>task.index << 2)));
    if (task.kind == UpdateKind.Leaf) addToLeaf(leaf, treeLeafAt(task.index).output, task.first, task.count);
    else addToSides(leaf, task.index, task.first, task.count);
  }
}

@inline function scoreOf(base: usize, record: usize): usize {
  return base + (<usize>load<u32>(record + stride - ROW) << 3);
}

function addToLeaf(leaf: Leaf, output: f64, first: u32, count: u32): void {
  const base = scoresOf(state().ofClass);
  let record = recordsOf(leaf.buffer) + <usize>first * stride;
  for (const end = record + <usize>count * stride; record < end; record += stride) {
    const score = scoreOf(base, record);
    store<f64>(score, load<f64>(score) + output);
  }
}

function addToSides(leaf: Leaf, number: u32, first: u32, count: u32): void {
  const base = scoresOf(state().ofClass);
  const outputs = scratch();
  store<f64>(outputs, treeLeafAt(leaf.lastRight).output);
  store<f64>(outputs, treeLeafAt(number).output, 8);
  const lookup = lookupOf(leaf);
  const group = featureAt(leaf.feature).group;
  let record = recordsOf(leaf.buffer) + <usize>first * stride;
  let lefts: u32 = 0;
  for (const end = record + <usize>count * stride; record < end; record += stride) {
    const isLeft = 1 + <u32>load<i8>(lookup + load<u8>(record + group));
    const score = scoreOf(base, record);
    store<f64>(score, load<f64>(score) + load<f64>(outputs + (<usize>isLeft << 3)));
    lefts += isLeft;
  }
  atomic.add<u32>(lastLeftAddress(), lefts);
}
