/** The tables of the training benchmark, made of what the ledger holds. */
import { formatRatio, formatSeconds, type SuiteResult } from '../suite.js';
import { CAMBIUM, type Contestant, contestants, LIGHTGBM } from './contestants.js';
import { type Dataset, datasets } from './datasets/index.js';
import { bestOf, figuresOf, relativeLoss, rivalOf } from './figures.js';
import type { Cell, Circumstances } from './ledger.js';
import { iterations } from './plan.js';

/** What is required besides the data sets' own targets. */
const MOST_LOSS = 0.001;
const MOST_BUSY = 1.3;

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
const verdict = (met: boolean | undefined) => (met === undefined ? '' : met ? 'yes' : '**no**');
const count = (rows: number) => rows.toLocaleString('en');

function percent(share: number): string {
  const text = (share * 100).toFixed(3);
  return `${share > 0 ? '+' : ''}${text === '-0.000' ? '0.000' : text}%`;
}

const RIVAL_NAMES = { lightgbm: 'LightGBM', xgboost: 'XGBoost', python: 'Python' };

/** Days, machine, versions, load. */
function circumstancesOf(cells: readonly Cell[], { machine, versions }: Circumstances): string {
  const days = [...new Set(cells.map(({ day }) => day))].sort().join(', ');
  const rivals = Object.entries(RIVAL_NAMES).flatMap(([key, name]) =>
    versions[key] === undefined ? [] : [`${name} ${versions[key]}`],
  );
  const loads = cells.map(({ load }) => load[0] ?? 0).sort((a, b) => a - b);
  const [least = 0, most = 0] = [loads[0], loads.at(-1)];
  const range = [...new Set([least.toFixed(2), most.toFixed(2)])].join(' to ');
  const cellLoad = `load average when a cell was begun: ${range}`;
  return `${days} · ${machine} · ${rivals.length > 0 ? rivals.join(', ') : 'no rivals installed'} · ${cellLoad}`;
}

/** How many runs of ours and of the rival's the figures are the least of. */
function runsOf(cells: readonly Cell[]): string {
  const counts = cells
    .flatMap((cell) =>
      [CAMBIUM, rivalOf(cell)?.contestant].map((one) => one && cell.entries[one.id]),
    )
    .map((entry) => entry?.runs.length ?? 0)
    .filter((runs) => runs > 0);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (counts.length === 0) return 'no run';
  return least === most ? `${least} run${least === 1 ? '' : 's'}` : `${least} to ${most} runs`;
}

const order = (a: Cell, b: Cell) => a.leaves - b.leaves || a.threads - b.threads;
const titled = (dataset: Dataset, { shape }: Cell) =>
  `${dataset.name} ${count(shape.train)} × ${shape.features}`;

function summaryRow(dataset: Dataset, cell: Cell): string[] {
  const ours = figuresOf(cell, CAMBIUM);
  const rival = rivalOf(cell);
  const ratio = ours && rival ? rival.figures.total / ours.total : undefined;
  const loss = relativeLoss(cell);
  const frugal = ours && rival ? ours.peakBytes <= rival.figures.peakBytes : undefined;
  return [
    titled(dataset, cell),
    String(cell.leaves),
    String(cell.threads),
    ours === undefined ? 'failed' : formatSeconds(ours.total),
    rival === undefined
      ? ''
      : `${formatSeconds(rival.figures.total)} (${rival.contestant.id.replace('lightgbm', '').trim() || 'default'})`,
    ours && rival ? formatRatio(rival.figures.total, ours.total) : '',
    `${dataset.target.toFixed(1)}×`,
    verdict(ratio === undefined ? undefined : ratio >= dataset.target),
    loss === undefined ? '' : percent(loss),
    verdict(loss === undefined ? undefined : loss <= MOST_LOSS),
    ours && rival ? `${megabytes(ours.peakBytes)} / ${megabytes(rival.figures.peakBytes)}` : '',
    verdict(frugal),
  ];
}

function summary(cells: readonly Cell[], circumstances: Circumstances): SuiteResult {
  return {
    title: 'Training: what was to be reached',
    intro: [
      circumstancesOf(cells, circumstances),
      `Seconds of binning and training together, the least of ${runsOf(cells)}, each in a process of its own, contestants in turn; ${iterations(circumstances.quick)} rounds, learning rate 0.1, 255 bins. The rival is LightGBM in the fastest of four ways. “Worse by” is of the held-out metric that is worst beside LightGBM's default (at most ${percent(MOST_LOSS)}); memory is the peak beyond the loaded input, ours / the rival's.`,
    ].join('\n\n'),
    table: [
      [
        ...['data', 'leaves', 'threads', 'Cambium', 'LightGBM’s best', 'ratio', 'target', 'met'],
        ...['worse by', 'met', 'memory', 'met'],
      ],
      ...datasets.flatMap((dataset) =>
        cells
          .filter(({ data }) => data === dataset.name)
          .sort(order)
          .map((cell) => summaryRow(dataset, cell)),
      ),
    ],
    notes: sameBytes(cells),
  };
}

/** Whether the number of threads left the model's bytes alone, where there was more than one. */
function sameBytes(cells: readonly Cell[]): string[] {
  const models = new Map<string, Set<string>>();
  for (const cell of cells) {
    const key = `${cell.data}, ${cell.leaves} leaves`;
    const known = models.get(key) ?? new Set();
    for (const { model } of cell.entries[CAMBIUM.id]?.runs ?? []) if (model) known.add(model);
    if (known.size > 0) models.set(key, known);
  }
  const differing = [...models].filter(([, known]) => known.size > 1).map(([key]) => key);
  if (models.size === 0) return [];
  return [
    differing.length === 0
      ? 'Cambium’s model files were the same bytes in all runs and for all numbers of threads.'
      : `**Cambium’s model files differed between runs: ${differing.join('; ')}.**`,
  ];
}

function detailRow(
  cell: Cell,
  contestant: Contestant,
  metrics: readonly string[],
): string[] | undefined {
  const entry = cell.entries[contestant.id];
  if (entry === undefined) return undefined;
  const start = [String(cell.leaves), String(cell.threads), contestant.name];
  const figures = bestOf(entry);
  if (figures === undefined) {
    const why = `failed: ${entry.failure ?? 'not run'}`.replace(/\s+/g, ' ');
    return [...start, why, ...new Array<string>(6 + metrics.length).fill('')];
  }
  const ours = figuresOf(cell, CAMBIUM);
  const { total, binning, cpuSeconds, peakBytes } = figures;
  return [
    ...start,
    `${formatSeconds(total)}${entry.failure ? ` (then failed: ${entry.failure})` : ''}`,
    formatSeconds(binning),
    formatSeconds(total - binning),
    formatSeconds(cpuSeconds),
    megabytes(peakBytes),
    ours === undefined || contestant === CAMBIUM ? '' : formatRatio(total, ours.total),
    String(entry.runs.length),
    ...metrics.map((metric) => entry.metrics?.[metric]?.toFixed(5) ?? ''),
  ];
}

function details(
  dataset: Dataset,
  cells: readonly Cell[],
  circumstances: Circumstances,
): SuiteResult[] {
  const [first] = cells;
  if (first === undefined) return [];
  const metrics = [
    ...new Set(
      cells.flatMap((cell) =>
        Object.values(cell.entries).flatMap((entry) => Object.keys(entry.metrics ?? {})),
      ),
    ),
  ];
  const rows = [...cells]
    .sort(order)
    .flatMap((cell) => contestants.map((contestant) => detailRow(cell, contestant, metrics)))
    .filter((row) => row !== undefined);
  const { train, test, features } = first.shape;
  return [
    {
      title: `Training, ${dataset.name}`,
      intro: [
        circumstancesOf(cells, circumstances),
        `${dataset.title}: ${count(train)} rows × ${features} features to train on, ${count(test)} held out.`,
      ].join('\n\n'),
      table: [
        [
          ...['leaves', 'threads', 'trainer', 'total', 'binning', 'training', 'CPU'],
          ...['memory', 'total ÷ ours', 'runs', ...metrics],
        ],
        ...rows,
      ],
    },
  ];
}

function busyTable(cells: readonly Cell[], circumstances: Circumstances): SuiteResult[] {
  const busy = cells.filter((cell) => cell.busy).sort(order);
  const [some] = busy;
  if (some === undefined) return [];
  const quiet = (threads: number) =>
    cells.find(
      (cell) =>
        !cell.busy &&
        cell.data === some.data &&
        cell.leaves === some.leaves &&
        cell.threads === threads,
    );
  const rows = [CAMBIUM, LIGHTGBM].flatMap((contestant) => {
    const alone = quiet(1);
    const base = alone && figuresOf(alone, contestant);
    if (base === undefined) return [];
    return [...[1, 2].map(quiet), ...busy].flatMap((cell) => {
      const figures = cell && figuresOf(cell, contestant);
      if (cell === undefined || figures === undefined) return [];
      const ratio = figures.total / base.total;
      const judged = contestant === CAMBIUM && cell.busy && cell.threads === 2;
      return [
        [
          contestant.name,
          String(cell.threads),
          cell.busy ? 'busy' : 'quiet',
          formatSeconds(figures.total),
          formatSeconds(figures.cpuSeconds),
          formatRatio(figures.total, base.total),
          judged ? `at most ${MOST_BUSY.toFixed(1)}×` : '',
          judged ? verdict(ratio <= MOST_BUSY) : '',
        ],
      ];
    });
  });
  if (rows.length === 0) return [];
  return [
    {
      title: 'Training, a busy second core',
      intro: `${circumstancesOf(busy, circumstances)}\n\n${some.data}, ${some.leaves} leaves. ${some.surroundings ?? ''}`,
      table: [
        [
          ...['trainer', 'threads', 'second core', 'total', 'CPU', 'to 1 thread, quiet'],
          ...['target', 'met'],
        ],
        ...rows,
      ],
    },
  ];
}

/** All tables, of the cells that there are. */
export function reportTables(
  cells: readonly Cell[],
  circumstances: Circumstances,
  leftOut: Readonly<Record<string, string>> = {},
): SuiteResult[] {
  const quiet = cells.filter(({ busy }) => !busy);
  if (quiet.length === 0) return [];
  const first = summary(quiet, circumstances);
  const missing = Object.entries(leftOut).map(([name, why]) => `Left out: ${name} (${why}).`);
  return [
    { ...first, notes: [...(first.notes ?? []), ...missing] },
    ...datasets.flatMap((dataset) =>
      details(
        dataset,
        quiet.filter(({ data }) => data === dataset.name),
        circumstances,
      ),
    ),
    ...busyTable(cells, circumstances),
  ];
}
