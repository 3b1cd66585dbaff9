/** The streaming batch job. */
export type { ScoreSource } from './open-input.js';
export { type ScoreFilesOptions, type ScoreFilesResult, scoreFiles } from './score-files.js';
