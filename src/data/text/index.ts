/** Texts to numbers, truths and times: one grammar for all ways in. Loads no DuckDB. */
export {
  isMissingText,
  MOST_NUMBER_CHARACTERS,
  parseNumber,
  parseTruth,
  trimBlanks,
} from './number.js';
export { type ParsedTime, parseTime } from './timestamp.js';
