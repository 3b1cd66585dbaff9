/** Places in the shared memory what the engine's objective needs besides scores, labels and weights. */
import type { ColumnMemory } from '../../../data/index.js';
import type { ObjectiveDefinition, TrainingRows } from '../../objectives/index.js';
import { ObjectiveKind } from '../../objectives/index.js';
import type { Parameters } from '../../parameters/index.js';
import { type EngineVariables, setVariables, type TrainingModule } from '../engine/engine.js';
import { samplesQueries } from '../rounds/row-sampler.js';
import type { TableAddresses } from './shape.js';

/** Bytes a row of the engine's `workspace`. */
const WORK_BYTES = 16;

/**
 * @param given the training rows as the table has them, which metrics look at
 * @param goal the same as the objective trains for
 * @param startScore raw score before the first tree
 */
export function placeObjective(
  memory: ColumnMemory,
  module: TrainingModule,
  objective: ObjectiveDefinition,
  parameters: Parameters,
  given: TrainingRows,
  goal: TrainingRows,
  addresses: TableAddresses,
  startScore: number,
): EngineVariables {
  const variables: Record<string, number> = {
    objective: ObjectiveKind[parameters.objective],
    renewsFromStart: parameters.boosting === 'rf' ? 1 : 0,
    startScore,
    ...objective.variables?.(goal, parameters),
  };
  if (goal.labels !== given.labels) {
    const labels = memory.allocateFloat32(goal.labels.length + WORK_BYTES);
    labels.set(goal.labels);
    variables['labels'] = labels.byteOffset;
  }
  for (const [name, table] of Object.entries(objective.tables?.(goal, parameters) ?? {})) {
    const place = memory.allocateFloat64(table.length);
    place.set(table);
    variables[name] = place.byteOffset;
  }
  if (objective.renewsLeaves || objective.needsQueries) {
    variables['workspace'] = memory.allocate(WORK_BYTES * goal.labels.length);
  }
  if (objective.needsQueries) {
    variables['queries'] = addresses.queries;
    variables['queryCount'] = addresses.queryCount;
    if (samplesQueries(parameters) && parameters.boosting !== 'rf') {
      variables['queryRounds'] = zeros(memory, 4 * addresses.queryCount);
    }
  }
  if (goal.positions !== undefined) {
    const positions = memory.allocateInt32(goal.positions.length);
    positions.set(goal.positions);
    const count = goal.positions.reduce((most, position) => Math.max(most, position), 0) + 1;
    variables['positions'] = positions.byteOffset;
    variables['positionCount'] = count;
    variables['positionTable'] = zeros(memory, module.positionTableBytes(count));
  }
  if (parameters.objective === 'lambdarank') {
    variables['rankingTables'] = memory.allocate(module.rankingBytes(addresses.queryCount));
    setVariables(module, { ...variables, labels: addresses.labels });
    module.fillRankingTables(memory.allocate(4 * (variables['labelGains'] as number)));
  }
  return variables;
}

/** The arena may have been used before. */
function zeros(memory: ColumnMemory, bytes: number): number {
  const place = memory.allocate(bytes);
  new Uint8Array(memory.memory.buffer, place, bytes).fill(0);
  return place;
}
