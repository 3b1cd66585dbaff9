// What the objective is, and its parameters; set by the host.

/** Objectives by the numbers that the host gives them, in LightGBM's order. */
export const enum Objective {
  Regression = 0,
  Binary = 1,
  Multiclass = 2,
  Multiclassova = 3,
  RegressionL1 = 4,
  Huber = 5,
  Fair = 6,
  Poisson = 7,
  Quantile = 8,
  Mape = 9,
  Gamma = 10,
  Tweedie = 11,
  CrossEntropy = 12,
  CrossEntropyLambda = 13,
  Lambdarank = 14,
  RankXendcg = 15,
  /** The host writes gradients and hessians itself. */
  Custom = 16,
}

export let objective: i32 = Objective.Regression;
/** Slope of the sigmoid. */
export let sigmoid: f64 = 1;
/** Weights of the two classes of labels. */
export let positiveWeight: f64 = 1;
export let negativeWeight: f64 = 1;
/** One against all: the two weights of each class, 64-bit floats. */
export let classWeights: usize = 0;
/** Huber's bound between squares and lengths; the quantile. */
export let alpha: f64 = 0.9;
export let fairC: f64 = 1;
export let poissonMaxDeltaStep: f64 = 0.7;
export let tweedieVariancePower: f64 = 1.5;
/** Random forests answer one score, whatever the scores of the rows: leaves are renewed from it. */
export let renewsFromStart: u32 = 0;
export let startScore: f64 = 0;
/** Rankings: the first row of each query, and the number of rows behind. */
export let queries: usize = 0;
export let queryCount: u32 = 0;
export let truncationLevel: u32 = 30;
export let lambdarankNorm: u32 = 1;
/** 64-bit gains of the labels 0, 1, … */
export let labelGain: usize = 0;
export let labelGains: u32 = 0;
export let objectiveSeed: u32 = 0;
/** Where queries are sampled, the rounds, a 32-bit number a query, that each has been in the bag before; else 0. */
export let queryRounds: usize = 0;
/** Where lambdarank learns the bias of positions: the position, from 0, of each row, 32 bits each; else 0. */
export let positions: usize = 0;
export let positionCount: u32 = 0;
/** What is learnt of each position; see positions.ts. */
export let positionTable: usize = 0;
export let positionBiasRegularization: f64 = 0;
/** Length of the steps by which biases are learnt. */
export let positionStep: f64 = 0.1;
/** What rankings look up; see ranking-tables.ts. */
export let rankingTables: usize = 0;
/** 16 bytes a row for an objective's own use: sorting a query, choosing a percentile of a leaf. */
export let workspace: usize = 0;

@inline export function workOf(row: u32): usize { return workspace + (<usize>row << 4); }
