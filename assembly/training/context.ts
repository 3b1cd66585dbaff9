// What every stage knows of the training at hand. One instance a thread; the host sets the exported variables
// of all instances to the same values (`thread` apart). Addresses lead into the one shared memory.

/** Rows that stay in the first-level cache between a stage that writes them and one that reads them. */
export const BLOCK_ROWS: u32 = 512;
/** Rows that a partition reads at a time. */
export const MOVE_ROWS: u32 = 512;
/** Rows that a thread claims at a time from a leaf that several threads share. */
export const CHUNK_ROWS: u32 = 4096;
/** Rows of one task of the passes over all rows. */
export const TASK_ROWS: u32 = 8192;
/** Leaves above this are shared by the threads, leaves below are taken whole by one. */
export const SHARED_LEAF_ROWS: u32 = 16384;
/** Leaves that several threads can share at a time. */
export const JOBS: u32 = 4;
/** Splits beyond the best that are begun before it is known whether they are needed. */
export const SPECULATION: u32 = 2;
/** Values of a group's byte, and most bins of a feature in a group. */
export const BINS: u32 = 256;

/** What one place of a histogram holds. */
export const enum Sums {
  /** Every row's hessian is 1: 64 bits, a 24-bit gradient's sum above the number of rows. */
  Counted = 0,
  /** 64 bits: a 16-bit gradient's sum in the high word, a 16-bit hessian's in the low word. */
  Packed = 1,
  /** 128 bits: a 32-bit gradient's sum, then a 32-bit hessian's. */
  Wide = 2,
}

// Shape.
export let threads: u32 = 1;
export let thread: u32 = 0;
export let rows: u32 = 0;
export let features: u32 = 0;
/**
 * Features with few bins share a byte of the record when the product of their numbers of bins is at most
 * 256: a group. Its histogram holds the joint sums, of which each feature's own are the marginal sums.
 */
export let groups: u32 = 0;
/**
 * Bytes of a record: one a group, padding, the payload, and the row's number in the last bytes. Where
 * the payload has 24 bits, its word's low byte may be the last group's.
 */
export let stride: u32 = 0;
/**
 * Features that are mostly zero may be kept out of the records, and those of more bins than a byte has values must
 * be, in lists of entries by rows (see entries.ts). Their sums follow the groups' in a histogram, as many places as
 * they have bins: so many in all, a multiple of 4. Then a record has one more byte behind those of the groups, into
 * which the side is written that a split on such a feature sends the row to.
 */
export let entryPlaces: u32 = 0;
/** Their number, and their 32-bit numbers among the features, rising. */
export let entryFeatureCount: u32 = 0;
export let entryFeatures: usize = 0;
/** Bytes of an entry: 1 << entryShift. */
export let entryShift: u32 = 1;
export let sums: Sums = Sums.Counted;
/** What a row's payload holds: as `sums`, or packed where sums are wide, see addRecords in histogram.ts. */
export let payloads: Sums = Sums.Counted;
/** Sums.Counted: low bits of a packed sum that hold the number of rows. */
export let countBits: i32 = 21;
/** Most bins that a feature has, at least 256; and bytes of a set of bins, with a bit for every bin of categories. */
export let mostBins: u32 = 256;
export let binSetBytes: u32 = 32;
/** Trees of one round: classes. */
export let classes: u32 = 1;

/** Bytes of a row's number, the last ones of a record: 3 where they suffice, else 4. */
export let rowBytes: u32 = 4;

/** Right shift of a record's last 32 bits that gives its row's number. */
@inline export function rowShift(): u32 { return 32 - (rowBytes << 3); }
/** Number of the row whose record ends at an address. */
@inline export function rowOfRecord(end: usize): u32 { return load<u32>(end - 4) >> rowShift(); }

/** From a record's end: where its payload is. */
@inline export function payloadOffset(kind: Sums): usize {
  return rowBytes + (kind == Sums.Wide ? 8 : 4);
}

/** Bytes of one group's histogram: 256 places. */
@inline export function histogramStride(): u32 { return sums == Sums.Wide ? 4096 : 2048; }
/** From a place's number to its bytes. */
@inline export function placeShift(): u32 { return sums == Sums.Wide ? 4 : 3; }
/** Behind all places: the sums of all rows, gradient and hessian, 64-bit each. */
@inline export function totalsOffset(): u32 { return groups * histogramStride() + (entryPlaces << placeShift()); }
@inline export function histogramBytes(): u32 { return totalsOffset() + 32; }

// Addresses.
/** Records in the order of the table. Never moved. */
export let master: usize = 0;
/** Records of the tree's rows, ordered by leaf: the root's split brings them here, later ones move them in place. */
export let records: usize = 0;
/** 64-bit scores, class by class, and 32-bit labels, in the order of the table. */
export let scores: usize = 0;
export let labels: usize = 0;
/** 32-bit weights of the rows, or 0: all are 1. */
export let weights: usize = 0;
/** 32-bit gradients and hessians, class by class, where the objective is not fused with the root; else 0. */
export let gradients: usize = 0;
export let hessians: usize = 0;
/** Where rows are sampled: a byte a row (see sampling.ts); else 0. */
export let bag: usize = 0;
/** One Feature a feature. */
export let featureTable: usize = 0;
/** 256 bytes a feature: its bin, for each value of its group's byte. */
export let decodeTable: usize = 0;
/** A record of a row of zeros: the groups' bytes. */
export let defaultRecord: usize = 0;
/** Control block, see control.ts. */
export let control: usize = 0;
export let leafTable: usize = 0;
/** Entries of the tree's present leaves, by leaf number. */
export let frontier: usize = 0;
/** Where each thread gathers packed sums that are then added to wide ones: places of 64 bits, all 0 in between. */
export let packedHistograms: usize = 0;
/** Histograms that belong to leaves, and those in which each thread gathers. */
export let leafHistograms: usize = 0;
export let leafHistogramCount: u32 = 0;
export let threadHistograms: usize = 0;
export let taskTable: usize = 0;
export let chunkTable: usize = 0;
/** The number of each row's leaf, in 1, 2 or 4 bytes, and the 64-bit outputs of the leaves. */
export let leafNumbers: usize = 0;
export let leafNumberBytes: u32 = 1;
export let leafOutputs: usize = 0;
/** The tree being grown, see tree.ts. */
export let tree: usize = 0;
/** What {@link scratchBytes} says a thread. */
export let scratches: usize = 0;
/** Where a thread puts two blocks of records aside, see partition.ts. */
export let spareRecords: usize = 0;

/** Bytes of a thread's scratch area: a block's payloads, one feature's sums, what a scan needs, a set of bins. */
export function scratchBytes(): u32 { return (4096 + 48 * mostBins + binSetBytes + 127) & ~127; }
/** 512 payloads of up to 8 bytes. */
@inline export function scratch(): usize { return scratches + <usize>thread * scratchBytes(); }
/** A feature's sums: gradient and hessian of each bin, 64-bit each. */
@inline export function binScratch(): usize { return scratch() + 4096; }
/** 32 bytes a bin for a scan's own use. */
@inline export function scanScratch(): usize { return binScratch() + (<usize>mostBins << 4); }
/** One set of bins. */
@inline export function setScratch(): usize { return scanScratch() + (<usize>mostBins << 5); }

// Parameters, by LightGBM's names.
export let numLeaves: u32 = 31;
export let maxDepth: i32 = -1;
export let minDataInLeaf: u32 = 20;
export let minSumHessianInLeaf: f64 = 1e-3;
export let lambdaL1: f64 = 0;
export let lambdaL2: f64 = 0;
export let minGainToSplit: f64 = 0;
export let maxDeltaStep: f64 = 0;
export let pathSmooth: f64 = 0;
export let extraTrees: u32 = 0;
export let extraSeed: u32 = 6;
export let featureFractionBynode: f64 = 1;
export let featureFractionSeed: u32 = 2;
export let catL2: f64 = 10;
export let catSmooth: f64 = 10;
export let maxCatThreshold: u32 = 32;
export let maxCatToOnehot: u32 = 4;
export let minDataPerGroup: u32 = 100;
/** Whether the objective gives leaves outputs of its own once a tree is grown; see renewal.ts. */
export let renewsLeaves: u32 = 0;
/** Whether a parameter or feature asks for more than the plain scan can do. */
export let generalScan: u32 = 0;

@unmanaged
export class Feature {
  bins: u32;
  /** The bin of missing values, or -1. The last, or zero's where zero is missing. */
  missing: i32;
  /** The byte of the record: of the group, or the one behind those where the feature is kept as entries. */
  group: u32;
  /** The byte is a sum of digits, each times its multiplier. */
  multiplier: u32;
  /** 1 when the feature's sums stand by themselves: a group of its own, or entries. */
  alone: u32;
  /** 1 when bins are categories. */
  categorical: u32;
  /** 1 when this tree may split on the feature. */
  used: u32;
  /** -1, 0 or 1: the feature's monotone constraint. */
  monotone: i32;
  /** Factor on the gain of the feature's splits. */
  penalty: f64;
  /** 1 when LightGBM takes bin 0 for what the other bins leave: so are its rows, where they are estimates. */
  restFirst: u32;
  /** The bin of zero. */
  defaultBin: u32;
  /**
   * 0: the digit is the bin. Else the feature shares a digit with others that are never set together: digit 0 stands
   * for zero, `bundleOffset` and on for the other bins.
   */
  bundleOffset: u32;
  /** Values of the digit, and of the whole byte. */
  digits: u32;
  values: u32;
  /** 1 when the feature is its group's first in the order of the table. */
  first: u32;
  /** 1 when the feature is kept as entries. */
  sparse: u32;
  /** Where it is: the entry of bin 0, which is also the place of its sums. */
  place: u32;
  /** Where it has more than 256 bins: its table (see dataset.ts), of so many floats, a power of two; else 0. */
  table: u32;
  tableSize: u32;
}

@inline export function featureAt(feature: u32): Feature {
  return changetype<Feature>(featureTable + <usize>feature * offsetof<Feature>());
}

@inline export function decodeOf(feature: u32): usize {
  return decodeTable + (<usize>feature << 8);
}

/** The feature that is the `index`th of those kept as entries. */
@inline export function entryFeature(index: u32): u32 { return load<u32>(entryFeatures + (<usize>index << 2)); }

@inline export function scoresOf(ofClass: u32): usize {
  return scores + (<usize>ofClass * rows << 3);
}

/** Histogram in which a thread gathers for a job; number `JOBS` is for the pass over all rows. */
@inline export function threadHistogram(job: u32, ofThread: u32): usize {
  return threadHistograms + (<usize>job * threads + ofThread) * histogramBytes();
}
