// What constrains and extends growing a tree beyond the plain: variables that the host sets, like those of
// context.ts. None of it costs anything where nothing is asked for.

/** How closely the bounds of leaves below splits on monotone features follow (LightGBM's monotone_constraints_method). */
export const enum Monotone {
  None = 0,
  /** The middle of the sides' outputs bounds both sides. */
  Basic = 1,
  /** Each side's output bounds the other, and those of neighbouring leaves. */
  Intermediate = 2,
  /** As before, with bounds of their own for every bin of every feature. */
  Advanced = 3,
}

/** Whether features are weighed one by one: by factors, costs, penalties, what their branch allows; see weighing.ts. */
export let weighsFeatures: u32 = 0;
/** Whether a split is settled before the next is begun, because it changes what others gain; see steps.ts. */
export let stepwise: u32 = 0;
export let monotoneMethod: Monotone = Monotone.None;
export let monotonePenalty: f64 = 0;
/** Where features are weighed: sets of features for every entry of the leaf table, see feature-sets.ts. */
export let featureSets: usize = 0;
/** Sets of features that may meet in a branch, one behind the other, and their number. */
export let interactionSets: usize = 0;
export let interactionSetCount: u32 = 0;
/** 12 bytes a leaf for the way up a tree, then 4 bytes a leaf for a list of leaves. */
export let wayTable: usize = 0;
/** Monotone.Advanced: bounds for every bin of every leaf, their bytes a leaf, and the first bin of each feature. */
export let binBounds: usize = 0;
export let binBoundsStride: u32 = 0;
export let binOffsets: usize = 0;
