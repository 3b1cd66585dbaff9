/** How a run fails: which node, why, what has not run, from where to take it up again. */
import type { ErrorCode } from '../../error-codes.js';
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
    code: ErrorCode,
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
