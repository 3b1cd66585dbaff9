/** The raw scores that training starts from where the table gives none (`boost_from_average`). */
import type { ObjectiveDefinition, TrainingRows } from '../../objectives/index.js';
import type { Parameters } from '../../parameters/index.js';

/** The training rows with the labels that the objective trains for. */
export function goalOf(
  objective: ObjectiveDefinition,
  rows: TrainingRows,
  parameters: Parameters,
): TrainingRows {
  return {
    ...rows,
    labels: objective.transformLabels?.(rows.labels, parameters) ?? rows.labels,
  };
}

/** A score a class: that of the best constant, or 0. */
export function averageScores(
  objective: ObjectiveDefinition,
  rows: TrainingRows,
  parameters: Parameters,
): number[] {
  const goal = goalOf(objective, rows, parameters);
  return Array.from({ length: objective.classes?.(parameters) ?? 1 }, (_, k) =>
    parameters.boost_from_average ? (objective.initialScore?.(goal, parameters, k) ?? 0) : 0,
  );
}
