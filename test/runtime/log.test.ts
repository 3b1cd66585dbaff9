import { setTimeout } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { formatRecord, type LogRecord, logger, withLogSink } from '../../src/runtime/index.js';

test('a record is time, logger, level, message', () => {
  const record: LogRecord = {
    time: new Date(2021, 0, 10, 19, 35, 43, 6),
    level: 'INFO',
    logger: 'project.io.data_catalog',
    message: 'Loading data from `trips_train` (CSVDataset)...',
  };
  expect(formatRecord(record)).toBe(
    '2021-01-10 19:35:43,006 - project.io.data_catalog - INFO - Loading data from `trips_train` (CSVDataset)...',
  );
});

test('lines go to the sink of the run that they are written in, also when runs overlap', async () => {
  const log = logger('x');
  const run = async (name: string) => {
    const seen: string[] = [];
    await withLogSink(
      ({ message }) => seen.push(message),
      async () => {
        log.info(`${name} begins`);
        await setTimeout(5);
        log.info(`${name} ends`);
      },
    );
    return seen;
  };
  expect(await Promise.all([run('a'), run('b')])).toEqual([
    ['a begins', 'a ends'],
    ['b begins', 'b ends'],
  ]);
});

test('outside a run only warnings and errors are shown, on standard error', () => {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const log = logger('x');
    log.debug('one');
    log.info('two');
    log.warning('three');
    log.error('four');
    expect(out).not.toHaveBeenCalled();
    expect(err.mock.calls.map(([text]) => String(text).replace(/^.* - x/, 'x'))).toEqual([
      'x - WARNING - three\n',
      'x - ERROR - four\n',
    ]);
  } finally {
    vi.restoreAllMocks();
  }
});
