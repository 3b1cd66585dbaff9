/** What `cambium score` does with its arguments: one job a file to write, progress, and a summary. */
import { statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { Model } from '../../boosting/index.js';
import { CambiumError } from '../../errors.js';
import { counted, formatCount } from '../../runtime/index.js';
import {
  type Backend,
  type EarlyStop,
  type ScoreFilesResult,
  type ScoreKind,
  type ScoreSource,
  scoreFiles,
} from '../../scoring/index.js';
import { interruption } from '../early-end.js';

/** Files that are scored into one file. */
export interface ScoreJob {
  readonly inputs: readonly string[];
  readonly output: string;
}

export interface ScoreSettings {
  readonly model: Model;
  readonly kind: ScoreKind;
  readonly source: ScoreSource;
  /** Writes LightGBM's text whatever the output is called. */
  readonly asText: boolean;
  /** Prints no summary. */
  readonly quiet: boolean;
  readonly backend: Backend;
  readonly threads: number | undefined;
  readonly batchRows: number | undefined;
  readonly startIteration: number | undefined;
  readonly numIteration: number | undefined;
  readonly earlyStop: EarlyStop | undefined;
}

/**
 * A file takes the rows of all inputs; a folder (one that exists, or a path that ends in a slash) a Parquet
 * file for each input, named as it.
 * @throws CambiumError `duplicate-output` when two inputs would make the same file.
 */
export function scoreJobs(inputs: readonly string[], output: string): ScoreJob[] {
  if (!isFolder(output)) return [{ inputs, output }];
  const inputOf = new Map<string, string>();
  for (const input of inputs) {
    const name = `${basename(input, extname(input))}.parquet`;
    const other = inputOf.get(name);
    if (other !== undefined) {
      throw new CambiumError(
        'duplicate-output',
        `${other} and ${input} would both become ${join(output, name)}`,
        { hint: 'name one file as --output, or score them apart' },
      );
    }
    inputOf.set(name, input);
  }
  return [...inputOf].map(([name, input]) => ({ inputs: [input], output: join(output, name) }));
}

function isFolder(output: string): boolean {
  if (/[\\/]$/.test(output)) return true;
  try {
    return statSync(output).isDirectory();
  } catch {
    return false;
  }
}

/** Runs the jobs one after another; the summary goes to standard error, or as JSON to standard output. */
export async function runScoreJobs(
  jobs: readonly ScoreJob[],
  settings: ScoreSettings,
  json: boolean,
): Promise<void> {
  const { signal, done } = interruption();
  const progress = await startProgress();
  const { quiet, ...options } = settings;
  const results: ScoreFilesResult[] = [];
  const notices: string[] = [];
  try {
    for (const job of jobs) {
      const before = results.reduce((sum, { rows }) => sum + rows, 0);
      const onProgress = (rows: number) => progress?.update(before + rows);
      const onNotice = (text: string) => notices.push(text);
      results.push(await scoreFiles({ ...options, ...job, signal, onProgress, onNotice }));
    }
  } finally {
    progress?.stop();
    done();
  }
  if (quiet) return;
  for (const notice of notices) process.stderr.write(`note: ${notice}\n`);
  if (json) process.stdout.write(`${JSON.stringify(summary(results))}\n`);
  else for (const result of results) process.stderr.write(`${line(result)}\n`);
}

/** A line that counts rows on a terminal; a table's own number of rows is not known before it is read. */
async function startProgress(): Promise<{ update(rows: number): void; stop(): void } | undefined> {
  if (!process.stderr.isTTY) return undefined;
  const { SingleBar } = await import('cli-progress');
  const format = 'scoring  {value} rows  {duration_formatted}';
  const bar = new SingleBar({
    format,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  });
  bar.start(0, 0);
  return {
    update(rows) {
      bar.setTotal(rows);
      bar.update(rows);
    },
    stop: () => bar.stop(),
  };
}

function line(result: ScoreFilesResult): string {
  const { rows, seconds, rowsPerSecond, scoringSeconds, description, output } = result;
  const rate = formatCount(Math.round(rowsPerSecond));
  const scoring = `${scoringSeconds.toFixed(2)} s of scoring`;
  return `scored ${counted(rows, 'row')} in ${seconds.toFixed(2)} s (${rate} rows/s, ${description}, ${scoring}) to ${output}`;
}

function summary(results: readonly ScoreFilesResult[]) {
  const rows = results.reduce((sum, result) => sum + result.rows, 0);
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0);
  const [first] = results;
  return {
    rows,
    seconds,
    rowsPerSecond: rows / seconds,
    scoringSeconds: results.reduce((sum, result) => sum + result.scoringSeconds, 0),
    backend: first?.backend,
    description: first?.description,
    outputs: results.map(({ output }) => output),
  };
}
