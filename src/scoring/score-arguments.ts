/** The two ways to tell a scorer its rows: as columns in the model's order, or as a table. */
import type { Model } from '../boosting/model/index.js';
import type { FeatureRows } from './feature-rows.js';
import type { FeatureColumn, ScoreKind } from './scorer.js';

/** What `score` of a scorer takes. */
export type ScoreArguments =
  | readonly [columns: readonly FeatureColumn[], rows: number, kind?: ScoreKind | undefined]
  | readonly [data: FeatureRows, kind?: ScoreKind | undefined];

/** Rows as columns, and what is wanted of them. */
export interface ScoreRequest {
  readonly columns: readonly FeatureColumn[];
  readonly rows: number;
  readonly kind: ScoreKind;
}

/** The rows as columns: at once where they are, else when the part that knows tables is loaded. */
export function readArguments(
  model: Model,
  args: ScoreArguments,
): ScoreRequest | Promise<ScoreRequest> {
  if (typeof args[1] !== 'number') {
    const [data, kind] = args as readonly [FeatureRows, ScoreKind?];
    return fromData(model, data, kind);
  }
  const [columns, rows, kind = 'value'] = args as readonly [FeatureColumn[], number, ScoreKind?];
  return { columns, rows, kind };
}

async function fromData(
  model: Model,
  data: FeatureRows,
  kind: ScoreKind = 'value',
): Promise<ScoreRequest> {
  const { featureColumns } = await import('./feature-rows.js');
  return { ...featureColumns(data, model), kind };
}
