/** How a run fails: which node, why, what has not run, from where to take it up again. */
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CambiumError, type CambiumErrorOptions } from '../../errors.js';
import type { NodeRecord } from './run-result.js';

/** Where a run stood when it ended early. */
export interface RunProgress {
  readonly completed: readonly NodeRecord[];
  /** Names of nodes that have not completed, the failed one too. */
  readonly remaining: readonly string[];
  /** Names for `--from-nodes`. */
  readonly resumeFrom: readonly string[];
}

/** A run that ended early: code `node-failed` or `interrupted`. */
export class PipelineError extends CambiumError {
  override readonly name = 'PipelineError';
  readonly progress: RunProgress;

  constructor(
    code: string,
    message: string,
    progress: RunProgress,
    options: CambiumErrorOptions = {},
  ) {
    super(code, message, options);
    this.progress = progress;
  }
}

/** The advice of a failed run. */
export function resumeHint(progress: RunProgress, command = 'cambium run'): string {
  const { remaining, completed, resumeFrom } = progress;
  const total = remaining.length + completed.length;
  const count = `${remaining.length} of ${total} nodes have not run`;
  if (resumeFrom.length === 0) return count;
  return `${count}; resume with: ${command} --from-nodes "${resumeFrom.join(',')}"`;
}

/** An error in one line; for one thrown by the project's own code, with the place there. */
export function explainError(error: unknown, folder: string): string {
  if (error instanceof CambiumError) return error.describe();
  if (!(error instanceof Error)) return String(error);
  const place = placeIn(error, folder);
  const message = error.message.split('\n', 1)[0] ?? '';
  return `${error.name}: ${message}${place === undefined ? '' : ` at ${place}`}`;
}

/** The first frame of a stack inside the project, as `src/pipelines/x/nodes.ts:12:5`. */
function placeIn(error: Error, folder: string): string | undefined {
  for (const line of (error.stack ?? '').split('\n').slice(1)) {
    const match = /\(?((?:file:\/\/)?[^()\s][^()]*?):(\d+):(\d+)\)?$/.exec(line.trim());
    if (match === null) continue;
    const [, raw = '', row, column] = match;
    const named = raw.replace(/^(?:async )?at (?:async )?/, '');
    const path = named.startsWith('file://') ? fileURLToPath(named) : named;
    const inside = relative(folder, path);
    if (inside.startsWith('..') || inside.includes('node_modules') || inside.includes(':'))
      continue;
    return `${inside.split(sep).join('/')}:${row}:${column}`;
  }
  return undefined;
}
