/** Reads and checks `resetParameter`: the values of all rounds, before the first. */
import { CambiumError, describeFound, didYouMean } from '../../../errors.js';
import {
  type Parameters,
  parameterName,
  parameterRecord,
  parseValue,
} from '../../parameters/index.js';
import { RESETTABLE, type ResetParameter, type Resettable, type Schedule } from './schedule.js';

const invalid = (message: string, hint?: string) =>
  new CambiumError('invalid-option', message, { hint });

/**
 * The values of all rounds; functions are called once a round, before training.
 * @throws CambiumError `invalid-option` for what cannot be reset, lists of another length, and values out of range
 */
export function makeSchedule(
  reset: ResetParameter | undefined,
  { num_iterations }: Parameters,
): Schedule | undefined {
  if (reset === undefined) return undefined;
  if (typeof reset !== 'object' || reset === null || Array.isArray(reset)) {
    throw invalid(
      `resetParameter must be an object, a list or function for each parameter, not ${describeFound(reset)}`,
    );
  }
  const schedule: Partial<Record<Resettable, readonly number[]>> = {};
  for (const [alias, told] of Object.entries(reset)) {
    if (told === undefined) continue;
    const name = parameterName(alias) ?? alias;
    if (!isResettable(name)) {
      throw invalid(
        `resetParameter: ${alias} cannot change from round to round, only ${RESETTABLE.join(', ')} can`,
        didYouMean(alias, RESETTABLE),
      );
    }
    if (schedule[name] !== undefined) {
      throw invalid(`resetParameter: ${alias} and another name of ${name} are both given`);
    }
    schedule[name] = valuesOf(name, told, num_iterations);
  }
  return Object.keys(schedule).length > 0 ? schedule : undefined;
}

const isResettable = (name: string): name is Resettable =>
  (RESETTABLE as readonly string[]).includes(name);

function valuesOf(name: Resettable, told: unknown, rounds: number): number[] {
  if (typeof told !== 'function' && !Array.isArray(told)) {
    throw invalid(
      `resetParameter: ${name} must be a list of a number a round, or a function of the round, not ${told === null ? 'null' : typeof told}`,
    );
  }
  if (Array.isArray(told) && told.length !== rounds) {
    throw invalid(
      `resetParameter: the list of ${name} has ${told.length} values, but num_iterations is ${rounds}: expected one for each round`,
    );
  }
  return Array.from({ length: rounds }, (_, round) => {
    const value: unknown = Array.isArray(told) ? told[round] : told(round);
    return checked(name, value, round);
  });
}

/** A value as the parameter itself would be checked. */
function checked(name: Resettable, value: unknown, round: number): number {
  const where = `resetParameter: ${name} of round ${round}`;
  if (typeof value !== 'number') {
    throw invalid(`${where} is ${value === null ? 'null' : typeof value}: expected a number`);
  }
  const record = parameterRecord(name);
  if (record === undefined) throw new Error(`there is no parameter ${name}`);
  try {
    return parseValue(name, record, value) as number;
  } catch (error) {
    if (!(error instanceof CambiumError)) throw error;
    throw invalid(`${where}: ${error.problem}`, error.hint);
  }
}
