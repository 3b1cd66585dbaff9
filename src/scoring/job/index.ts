/** The streaming batch job. */
export { type ScoreFilesOptions, type ScoreFilesResult, scoreFiles } from './score-files.js';
