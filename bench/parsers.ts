/** Parsers of strangers' texts: the longest that 100 KB of hostile text keep one of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printable } from '../src/runtime/index.js';
import { measureParser } from './hostile/measure.js';
import { fuzzedParsers } from './hostile/parsers.js';
import { formatSeconds, type Suite } from './suite.js';

const LENGTH = 100_000;

export const suite: Suite = async ({ quick, log }) => {
  const folder = mkdtempSync(join(tmpdir(), 'cambium-bench-'));
  const table = [['text', 'hostile texts', 'longest', 'which', 'faults']];
  try {
    for (const parser of fuzzedParsers(folder)) {
      const places = quick ? 1 : parser.slow ? 2 : 12;
      const { texts, longest, faults } = await measureParser(parser, LENGTH, places);
      table.push([
        parser.name,
        String(texts),
        formatSeconds(longest.milliseconds / 1000),
        printable(longest.title, 100),
        String(faults.length),
      ]);
      log(table.at(-1)?.join(' · ') ?? '');
      for (const fault of faults) log(`  fault: ${fault}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    title: 'Parsers and hostile text',
    intro: `A valid text with ${LENGTH / 1000} KB of one repeated piece at each of several places in it, for every parser that reads a stranger's text.`,
    table,
    notes: [
      'Times hold what the parser does around the text: files are written and opened, DuckDB is started.',
      'A fault is anything but a result or an error that tells the user what to do.',
    ],
  };
};
