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
