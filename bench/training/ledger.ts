/** What has been measured so far, kept in a file after every run, so that a benchmark that was cut off can go on. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CambiumError } from '../../src/errors.js';
import type { Outcome } from './job.js';

/** All runs of one contestant in one cell. */
export interface Entry {
  readonly runs: Outcome[];
  /** Of the held-out rows, by name. */
  metrics?: Readonly<Record<string, number>>;
  /** Why it did not run, or not to the end. */
  failure?: string;
}

/** One data set with one number of leaves and of threads, on a quiet machine or a busy one. */
export interface Cell {
  readonly data: string;
  readonly leaves: number;
  readonly threads: number;
  readonly busy: boolean;
  /** Training and held-out rows, and features. */
  readonly shape: { readonly train: number; readonly test: number; readonly features: number };
  /** Day and load averages (1, 5, 15 minutes) when it was begun. */
  readonly day: string;
  readonly load: readonly number[];
  /** How the other core was kept busy, for people. */
  surroundings?: string;
  readonly entries: Record<string, Entry>;
}

/** What must be the same for figures to stand in one table. */
export interface Circumstances {
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Fingerprint of the build. */
  readonly build: string;
  readonly quick: boolean;
}

interface Content {
  readonly circumstances: Circumstances;
  readonly cells: Record<string, Cell>;
}

export const cellKey = ({
  data,
  leaves,
  threads,
  busy,
}: Pick<Cell, 'data' | 'leaves' | 'threads' | 'busy'>): string =>
  `${data} ${leaves} leaves ${threads} threads${busy ? ' busy' : ''}`;

/** Names of the circumstances that differ. */
function differences(now: Circumstances, before: Circumstances): string[] {
  return (['machine', 'versions', 'build', 'quick'] as const).filter(
    (name) => JSON.stringify(now[name]) !== JSON.stringify(before[name]),
  );
}

export class Ledger {
  readonly circumstances: Circumstances;
  readonly #path: string;
  readonly #cells: Record<string, Cell>;

  private constructor(path: string, content: Content) {
    this.#path = path;
    this.circumstances = content.circumstances;
    this.#cells = content.cells;
  }

  /**
   * Begins anew: of the file's figures those are kept that `keeps` wants, if they were taken under the
   * same circumstances. Otherwise the file stays as `….before`.
   */
  static begin(
    path: string,
    circumstances: Circumstances,
    keeps: (cell: Cell) => boolean = () => false,
  ): Ledger {
    const ledger = new Ledger(path, { circumstances, cells: {} });
    if (!existsSync(path)) return ledger;
    const before = Ledger.read(path);
    if (differences(circumstances, before.circumstances).length > 0) {
      renameSync(path, `${path}.before`);
      return ledger;
    }
    for (const cell of before.cells.filter(keeps)) ledger.#cells[cellKey(cell)] = cell;
    return ledger;
  }

  /** @throws CambiumError when there is no such file, or it is damaged */
  static read(path: string): Ledger {
    if (!existsSync(path)) {
      throw new CambiumError('missing-file', `there is no ${path}`, {
        hint: 'run without --report first',
      });
    }
    try {
      return new Ledger(path, JSON.parse(readFileSync(path, 'utf8')) as Content);
    } catch (cause) {
      throw new CambiumError('json-syntax', `${path} is no JSON`, { cause });
    }
  }

  /**
   * Goes on with the file's figures, if there is such a file.
   * @throws CambiumError when they were taken under other circumstances
   */
  static resume(path: string, circumstances: Circumstances): Ledger {
    if (!existsSync(path)) return Ledger.begin(path, circumstances);
    const ledger = Ledger.read(path);
    const other = differences(circumstances, ledger.circumstances);
    if (other.length === 0) return ledger;
    throw new CambiumError(
      'bad-data',
      `${path} was written under another ${other.join(' and ')}: its figures cannot stand beside new ones`,
      { hint: 'run without --resume to begin anew' },
    );
  }

  get cells(): readonly Cell[] {
    return Object.values(this.#cells);
  }

  /** The cell, which is made and dated unless it is there. */
  cell(fresh: Cell): Cell {
    const key = cellKey(fresh);
    this.#cells[key] ??= fresh;
    return this.#cells[key];
  }

  save(): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    const partial = `${this.#path}.${process.pid}.partial`;
    const content: Content = { circumstances: this.circumstances, cells: this.#cells };
    writeFileSync(partial, `${JSON.stringify(content, null, 1)}\n`);
    renameSync(partial, this.#path);
  }
}
