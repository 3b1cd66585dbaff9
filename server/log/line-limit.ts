/** How much may be written in a second; what comes beyond is counted, and the count is reported. */

export interface LineLimitOptions {
  /** Lines a second. */
  readonly lines?: number;
  /** Characters a second. */
  readonly characters?: number;
}

const SECOND = 1000;

export class LineLimit {
  readonly #lines: number;
  readonly #characters: number;
  readonly #report: (dropped: number) => void;
  #second = -1;
  #linesLeft = 0;
  #charactersLeft = 0;
  #dropped = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param report called at the end of a second in which lines were dropped, also when no more come. */
  constructor(
    report: (dropped: number) => void,
    { lines = 50, characters = 65_536 }: LineLimitOptions = {},
  ) {
    this.#report = report;
    this.#lines = lines;
    this.#characters = characters;
  }

  /** Whether a line of so many characters fits into this second. */
  admit(length: number): boolean {
    const now = performance.now();
    const second = Math.floor(now / SECOND);
    if (second !== this.#second) {
      this.flush();
      this.#second = second;
      this.#linesLeft = this.#lines;
      this.#charactersLeft = this.#characters;
    }
    if (this.#linesLeft <= 0 || this.#charactersLeft <= 0) {
      this.#dropped++;
      this.#timer ??= setTimeout(() => this.flush(), SECOND - (now % SECOND)).unref();
      return false;
    }
    this.#linesLeft--;
    this.#charactersLeft -= length;
    return true;
  }

  /** Reports what has been dropped so far. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const dropped = this.#dropped;
    this.#dropped = 0;
    if (dropped > 0) this.#report(dropped);
  }
}

/** The line that says how many were dropped. */
export function droppedLines(dropped: number): string {
  return dropped === 1 ? '1 more line, not logged' : `${dropped} more lines, not logged`;
}
