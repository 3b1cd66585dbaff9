/** Shows a training as it goes: a bar on a terminal, a line now and then elsewhere, or a line of metrics a round. */
import type { Evaluation, TrainingProgress } from '../../boosting/index.js';

export interface ProgressOptions {
  readonly stream: NodeJS.WriteStream;
  /** LightGBM's: 1 shows progress, above 1 a line of metrics a round, below 1 nothing. */
  readonly verbosity: number;
  /** Shows lines of metrics at verbosity 1 too. */
  readonly lines?: boolean;
  /** Rounds from one line of metrics to the next. */
  readonly metricFrequency: number;
}

export interface Progress {
  update(progress: Omit<TrainingProgress, 'model'>): void;
  stop(): void;
}

/** Time between two lines where there is no terminal. */
const PAUSE_SECONDS = 5;
/** More metrics than this make lines too long to read at a glance. */
const MOST_METRICS = 4;

const silent: Progress = { update() {}, stop() {} };

export async function openProgress(options: ProgressOptions): Promise<Progress> {
  if (options.verbosity < 1) return silent;
  if (options.verbosity > 1 || options.lines === true) return metricLines(options);
  return options.stream.isTTY ? bar(options) : linesNowAndThen(options);
}

/** `test.csv l2 0.1234` for each evaluation. */
export function metricText(evaluations: readonly Evaluation[]): string {
  const texts = evaluations.map(
    ({ dataset, metric, value }) => `${dataset} ${metric} ${Number(value.toPrecision(6))}`,
  );
  return texts.slice(0, MOST_METRICS).join(', ');
}

/** As LightGBM prints them: the round, then each metric. */
function metricLines({ stream, metricFrequency }: ProgressOptions): Progress {
  return {
    update({ iteration, evaluations }) {
      if (evaluations.length === 0 || iteration % metricFrequency !== 0) return;
      const metrics = evaluations.map(
        ({ dataset, metric, value }) => `${dataset}'s ${metric}: ${Number(value.toPrecision(6))}`,
      );
      stream.write(`[${iteration}]\t${metrics.join('\t')}\n`);
    },
    stop() {},
  };
}

function linesNowAndThen({ stream }: ProgressOptions): Progress {
  const started = performance.now();
  let last = started;
  return {
    update({ iteration, iterations, evaluations }) {
      const now = performance.now();
      if (now - last < PAUSE_SECONDS * 1000 || iteration === iterations) return;
      last = now;
      const left = ((now - started) / iteration) * (iterations - iteration);
      const metrics = evaluations.length > 0 ? `, ${metricText(evaluations)}` : '';
      const seconds = Math.ceil(left / 1000);
      stream.write(`round ${iteration} of ${iterations}${metrics}, about ${seconds} s left\n`);
    },
    stop() {},
  };
}

async function bar({ stream }: ProgressOptions): Promise<Progress> {
  const { SingleBar } = await import('cli-progress');
  const shown = new SingleBar({
    format: 'training {bar} {value}/{total} rounds  {metrics}  {eta_formatted} left',
    stream,
    hideCursor: true,
    clearOnComplete: true,
    etaBuffer: 50,
  });
  let started = false;
  return {
    update({ iteration, iterations, evaluations }) {
      if (!started) shown.start(iterations, 0, { metrics: '' });
      started = true;
      shown.update(iteration, { metrics: metricText(evaluations) });
    },
    stop() {
      if (started) shown.stop();
    },
  };
}
