// Update stage: adds a finished tree's outputs to the scores. First every training row is told the number of its
// leaf: leaf by leaf for the rows that the tree was grown on, by walking it for rows out of the bag; numbers are
// small, so that they stay in the cache while leaves write them here and there. Then outputs are added in the order
// of the table. Rows of validation sets walk the tree.
import {
  TASK_ROWS, bag, featureAt, frontier, leafNumberBytes, leafOutputs, rowOfRecord, rowShift, rows, scoresOf, stride, taskTable,
} from './context';
import { lastLeftAddress, openTasks, state } from './control';
import { datasetAt, datasetCount } from './dataset';
import { writeSides } from './entries';
import { Leaf, leafAt, lookupOf, recordsOf } from './leaf';
import { loadNumber, storeNumber } from './leaf-number';
import { linearFeatures, linearOutput } from './linear/leaf-model';
import { treeLeafAt } from './tree';
import { addOutputs, numberOutOfBag } from './walk';

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
  /** Number of the leaf, or of the dataset; then rows of it. */
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
    add(leaf.lastRight ? UpdateKind.Split : UpdateKind.Leaf, number, 0, leaf.count);
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
    numberOutOfBag(task.first, task.count);
  } else {
    const leaf = leafAt(load<u32>(frontier + (<usize>task.index << 2)));
    if (task.kind == UpdateKind.Leaf) numberLeaf(leaf, task.index, task.first, task.count);
    else numberSides(leaf, task.index, task.first, task.count);
  }
}

@inline function numberRows(bytes: u32, leaf: Leaf, number: u32, first: u32, count: u32): void {
  let at = recordsOf(leaf) + <usize>(first + 1) * stride - 4;
  const shift = rowShift();
  for (const end = at + <usize>count * stride; at < end; at += stride) storeNumber(bytes, load<u32>(at) >> shift, number);
}

function numberLeaf(leaf: Leaf, number: u32, first: u32, count: u32): void {
  if (leafNumberBytes == 1) numberRows(1, leaf, number, first, count);
  else numberRows(leafNumberBytes, leaf, number, first, count);
}

/** Rows of the last split leaf, by its look-up table. */
function numberSides(leaf: Leaf, number: u32, first: u32, count: u32): void {
  const lookup = lookupOf(leaf);
  const group = featureAt(leaf.feature).group;
  const difference = leaf.lastRight - number;
  let record = recordsOf(leaf) + <usize>first * stride;
  writeSides(leaf, record, count);
  let lefts = count;
  for (const end = record + <usize>count * stride; record < end; record += stride) {
    const goesRight = <u32>load<i8>(lookup + load<u8>(record + group));
    storeNumber(leafNumberBytes, rowOfRecord(record + stride), number + (goesRight & difference));
    lefts += goesRight;
  }
  atomic.add<u32>(lastLeftAddress(), lefts);
}

/** Opens the addition of outputs, once every row has its leaf's number. Under the lock. */
export function openApply(): void {
  for (let number: u32 = 0; number < state().leaves; number++) {
    store<f64>(leafOutputs + (<usize>number << 3), treeLeafAt(number).output);
  }
  openTasks((rows + TASK_ROWS - 1) / TASK_ROWS);
}

@inline function apply(bytes: u32, first: u32, count: u32): void {
  let score = scoresOf(state().ofClass) + (<usize>first << 3);
  for (let row = first, end = first + count; row < end; row++, score += 8) {
    store<f64>(score, load<f64>(score) + load<f64>(leafOutputs + (<usize>loadNumber(bytes, row) << 3)));
  }
}

function applyModels(first: u32, count: u32): void {
  const dataset = datasetAt(0);
  let score = scoresOf(state().ofClass) + (<usize>first << 3);
  for (let row = first, end = first + count; row < end; row++, score += 8) {
    store<f64>(score, load<f64>(score) + linearOutput(dataset, loadNumber(leafNumberBytes, row), row));
  }
}

export function applyTask(task: u32): void {
  const first = task * TASK_ROWS;
  const count = min(TASK_ROWS, rows - first);
  if (linearFeatures) applyModels(first, count);
  else if (leafNumberBytes == 1) apply(1, first, count);
  else apply(leafNumberBytes, first, count);
}
