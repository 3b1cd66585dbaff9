/** Judges predictions for held-out rows: of all contestants alike, and by none's own code. */

/** Nearest that a probability counts as to 0 and 1, as LightGBM has it. */
const EPSILON = 1e-15;

export function rmse(predictions: Float64Array, labels: Float32Array): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) sum += (predictions[row]! - labels[row]!) ** 2;
  return Math.sqrt(sum / labels.length);
}

/** Mean of the negative logarithm of the probability given to what was the case. */
export function logLoss(predictions: Float64Array, labels: Float32Array): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    const probability = labels[row] === 1 ? predictions[row]! : 1 - predictions[row]!;
    sum -= Math.log(Math.min(1 - EPSILON, Math.max(EPSILON, probability)));
  }
  return sum / labels.length;
}

/** Share of pairs of a positive and a negative row that are in order; a tie is half. */
export function auc(predictions: Float64Array, labels: Float32Array): number {
  const sorted = Uint32Array.from(labels, (_, row) => row);
  sorted.sort((a, b) => predictions[a]! - predictions[b]!);
  let positives = 0;
  let disordered = 0;
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    let tied = 0;
    while (to < sorted.length && predictions[sorted[to]!] === predictions[sorted[from]!]) {
      tied += labels[sorted[to++]!]!;
    }
    // A negative row of this tie is above all positive ones so far, and level with those of the tie.
    disordered += (to - from - tied) * (positives + tied / 2);
    positives += tied;
    from = to;
  }
  return 1 - disordered / (positives * (labels.length - positives));
}

/** Figures by name for an objective. */
export const judges = {
  regression: { rmse },
  binary: { 'log loss': logLoss, AUC: auc },
} as const;

/** Figures of which more is better. */
export const HIGHER_IS_BETTER: ReadonlySet<string> = new Set(['AUC']);

/** @throws Error when a prediction is not a finite number */
export function judge(
  objective: keyof typeof judges,
  predictions: Float64Array,
  labels: Float32Array,
): Record<string, number> {
  const odd = predictions.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) throw new Error(`the prediction for held-out row ${odd} is ${predictions[odd]}`);
  return Object.fromEntries(
    Object.entries(judges[objective]).map(([name, evaluate]) => [
      name,
      evaluate(predictions, labels),
    ]),
  );
}
