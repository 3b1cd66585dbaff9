/** Parameters that change from round to round (`resetParameter`): LightGBM's `reset_parameter`. */
import type { Parameters } from '../../parameters/index.js';

/** Parameters that can be changed between two rounds: what the thread that leads them looks at. */
export const RESETTABLE = ['learning_rate', 'drop_rate', 'skip_drop', 'max_drop'] as const;
export type Resettable = (typeof RESETTABLE)[number];

/** A value for each round: a list as long as `num_iterations`, or a function of the round, counted from 0. */
export type ParameterSchedule = readonly number[] | ((round: number) => number);

/** What changes from round to round. */
export type ResetParameter = Readonly<Partial<Record<Resettable, ParameterSchedule>>>;

/** The values of each round. Plain data, as threads are told. */
export type Schedule = Readonly<Partial<Record<Resettable, readonly number[]>>>;

/** The parameters that a round changes, by the values before; undefined where it changes none. */
export function changesOf(
  schedule: Schedule | undefined,
  round: number,
  before: Parameters,
): Partial<Parameters> | undefined {
  if (schedule === undefined) return undefined;
  const changes = RESETTABLE.flatMap((name) => {
    const value = schedule[name]?.[round];
    return value === undefined || value === before[name] ? [] : [[name, value] as const];
  });
  return changes.length > 0 ? Object.fromEntries(changes) : undefined;
}

/** The parameters as they are in a round of a training, from 0. */
export function parametersIn(
  parameters: Parameters,
  schedule: Schedule | undefined,
  round: number,
): Parameters {
  return { ...parameters, ...changesOf(schedule, round, parameters) };
}
