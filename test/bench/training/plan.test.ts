/** What is to be run, what is left of it after a cut, and the file that remembers. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cell, type Circumstances, cellKey, Ledger } from '../../../bench/training/ledger.js';
import { parseOptions, threadCounts } from '../../../bench/training/options.js';
import {
  formatDuration,
  planTasks,
  roundsLeft,
  secondsLeft,
  taskKey,
} from '../../../bench/training/plan.js';

const all = ['lightgbm', 'xgboost'];
const plan = (args: string[], installed = all) => planTasks(parseOptions(args, 2), installed);

describe('options', () => {
  test('threads are those that the machine has', () => {
    expect([1, 2, 6, 16].map(threadCounts)).toEqual([
      [1, 2],
      [1, 2],
      [1, 2, 4],
      [1, 2, 4, 8, 16],
    ]);
  });

  test('names and numbers are checked', () => {
    expect(() => parseOptions(['--data', 'taxi,hggs'], 2)).toThrow('unknown data set "hggs"');
    expect(() => parseOptions(['--leaves', '31,x'], 2)).toThrow('--leaves takes whole numbers');
    expect(() => parseOptions(['--rounds', '0'], 2)).toThrow('--rounds takes whole numbers');
    expect(() => parseOptions(['--fast'], 2)).toThrow('--fast');
  });

  test('a trial leaves the results alone', () => {
    expect(parseOptions(['--quick'], 2)).toMatchObject({ write: false, rounds: 1 });
    expect(parseOptions([], 2)).toMatchObject({ write: true, rounds: 5, threads: [1, 2] });
  });
});

describe('tasks', () => {
  test('cover each data set with its leaves and all threads, then the busy core', () => {
    const keys = plan([]).map(taskKey);
    expect(keys).toHaveLength((2 + 2 + 2 + 1 + 1) * 2 + 2);
    expect(keys).toContain('flights 255 leaves 2 threads');
    expect(keys.slice(-2)).toEqual([
      'taxi 31 leaves 1 threads busy',
      'taxi 31 leaves 2 threads busy',
    ]);
  });

  test('have the contestants that are installed', () => {
    const ids = (installed: string[], ...args: string[]) =>
      plan(['--data', 'small', ...args], installed)[0]!.contestants.map(({ id }) => id);
    expect(ids(all)).toHaveLength(6);
    expect(ids(['xgboost'])).toEqual(['cambium', 'xgboost']);
    expect(ids(all, '--skip-peers')).toEqual(['cambium']);
  });

  test('bring the quiet cells that the busy ones are compared to', () => {
    const keys = plan(['--data', 'taxi', '--leaves', '255', '--threads', '1']).map(taskKey);
    expect(keys).toEqual([
      'taxi 255 leaves 1 threads',
      'taxi 31 leaves 1 threads',
      'taxi 31 leaves 2 threads',
      'taxi 31 leaves 1 threads busy',
      'taxi 31 leaves 2 threads busy',
    ]);
    expect(plan(['--data', 'taxi', '--skip-busy']).every(({ busy }) => !busy)).toBe(true);
  });
});

describe('the ledger', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cambium-ledger-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const now: Circumstances = { machine: 'm', versions: { lightgbm: '4' }, build: 'b', quick: true };
  const fresh = (threads: number): Cell => ({
    data: 'small',
    leaves: 31,
    threads,
    busy: false,
    shape: { train: 10, test: 10, features: 10 },
    day: '2026-01-02',
    load: [0, 0, 0],
    entries: {},
  });
  const outcome = { total: 1, binning: 0.5, cpuSeconds: 1, peakBytes: 1 };

  test('goes on where it was cut off', () => {
    const path = join(folder, 'resume.json');
    const tasks = plan(['--data', 'small', '--rounds', '3']);
    const options = { rounds: 3, slowRounds: 3, quick: false };
    const before = Ledger.resume(path, now);
    const whole = secondsLeft(tasks, before, options);
    before.cell(fresh(1)).entries['cambium'] = { runs: [outcome, outcome] };
    before.cell(fresh(1)).entries['xgboost'] = { runs: [outcome], failure: 'it broke' };
    before.save();

    const after = Ledger.resume(path, now);
    const cell = after.cell(fresh(1));
    const left = tasks[0]!.contestants.map((contestant) => roundsLeft(cell, contestant, options));
    expect(left).toEqual([1, 3, 3, 3, 3, 0]);
    expect(secondsLeft(tasks, after, options)).toBeLessThan(whole);
  });

  test('ends the rounds of those that cannot be the fastest any more', () => {
    const ledger = Ledger.resume(join(folder, 'slow.json'), now);
    const cell = ledger.cell(fresh(1));
    const took = (total: number, runs: number) => ({
      runs: Array.from({ length: runs }, () => ({ ...outcome, total })),
    });
    Object.assign(cell.entries, {
      cambium: took(9, 2),
      lightgbm: took(2, 2),
      'lightgbm quantized': took(1, 2),
      'lightgbm row-wise': took(1.1, 2),
      'lightgbm column-wise': took(1.5, 2),
      xgboost: took(3, 1),
    });
    const [task] = plan(['--data', 'small']);
    const left = task!.contestants.map((contestant) =>
      roundsLeft(cell, contestant, { rounds: 5, slowRounds: 2 }),
    );
    expect(left).toEqual([3, 3, 3, 3, 0, 4]);
  });

  test('refuses figures of another build', () => {
    const path = join(folder, 'other.json');
    Ledger.begin(path, now).save();
    expect(() => Ledger.resume(path, { ...now, build: 'c' })).toThrow('another build');
    expect(() => Ledger.resume(path, { ...now, versions: {}, machine: 'n' })).toThrow(
      'another machine and versions',
    );
  });

  test('begins anew with the cells that are not run again, or keeps the old file aside', () => {
    const path = join(folder, 'anew.json');
    const first = Ledger.begin(path, now);
    first.cell(fresh(1));
    first.cell(fresh(2));
    first.save();
    const again = Ledger.begin(path, now, (cell) => cell.threads === 2);
    expect(again.cells.map(cellKey)).toEqual(['small 31 leaves 2 threads']);
    expect(Ledger.begin(path, { ...now, build: 'c' }, () => true).cells).toEqual([]);
    expect(existsSync(`${path}.before`)).toBe(true);
  });

  test('says what is wrong with its file', () => {
    const path = join(folder, 'damaged.json');
    expect(() => Ledger.read(path)).toThrow(`there is no ${path}`);
    writeFileSync(path, '{"cells": {');
    expect(() => Ledger.read(path)).toThrow('is no JSON');
  });
});

test('durations are for people', () => {
  expect([5, 89, 90, 3_000, 11_100].map(formatDuration)).toEqual([
    ...['5 s', '89 s', '2 min', '50 min', '3 h 05 min'],
  ]);
});
